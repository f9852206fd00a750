"""Debian's own Chromium, silent towards the world, and a person in it."""

import os
import shutil

import pytest
from playwright.sync_api import sync_playwright

from tests.journeys.walker import Walker, assert_no_problem

SIZES = {1440: 1000, 360: 740}
FLAGS = (
    *("--disable-background-networking", "--disable-component-update", "--disable-default-apps", "--disable-sync"),
    *("--no-first-run", "--disable-domain-reliability", "--disable-client-side-phishing-detection"),
    *("--disable-features=MediaRouter,OptimizationHints,AutofillServerCommunication", "--no-pings", "--lang=fr-FR"),
)


@pytest.fixture(scope="session")
def browser():
    chromium = shutil.which("chromium")
    if not chromium:
        pytest.fail("Chromium is needed for the journeys: apt-get install chromium")
    sandbox = ["--no-sandbox"] if os.getuid() == 0 else []
    # The language of the browser's own fields comes from its environment, and the lane's settings are not its affair.
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": os.environ.get("HOME", "/"),
        "LANGUAGE": "fr",
        "LANG": "fr_FR.UTF-8",
    }
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=[*FLAGS, *sandbox], env=environment)
        yield browser
        browser.close()


@pytest.fixture
def new_walker(browser):
    """A person with a fresh browser context; at the end of the test nothing may have gone wrong."""
    walkers = []

    def start(house, *, width=1440, keyboard=False, pictures=False, touch=False):
        context = browser.new_context(
            viewport={"width": width, "height": SIZES[width]},
            locale="fr-FR",
            timezone_id="Europe/Paris",
            has_touch=touch or width < 500,
            reduced_motion="reduce",
            accept_downloads=True,
        )
        context.set_default_timeout(15_000)
        walker = Walker(context, house, keyboard=keyboard, pictures=str(width) if pictures else "")
        walkers.append(walker)
        return walker

    yield start
    for walker in walkers:
        walker.context.close()
    for walker in walkers:
        assert_no_problem(walker)
