"""A person in a real browser in front of a real house. Whatever page they meet is read with care: accessibility, policy,
errors, width and language."""

import gettext
import re
import urllib.parse
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Response, expect

from tests.journeys.hands import Keyboard, Pointer
from tests.running import ROOT, House
from tests.visitor import PASSWORD

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
PICTURES = ROOT / "build" / "screenshots"
# What axe finds in FullCalendar and cannot be mended from outside; each is named with the reason. Today there is none.
EXCEPTIONS: dict[str, str] = {}
LONG = 25

READ_TEXTS = """() => {
  const texts = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const parent = walk.currentNode.parentElement;
    if (!parent.closest('script, style, noscript, [lang]:not(html), textarea')) texts.push(walk.currentNode.data);
  }
  for (const element of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]')) {
    if (element.closest('[lang]:not(html)')) continue;
    for (const name of ['aria-label', 'title', 'placeholder', 'alt']) texts.push(element.getAttribute(name) ?? '');
  }
  texts.push(document.title);
  return texts.map((text) => text.replace(/\\s+/g, ' ').trim()).filter(Boolean);
}"""


@cache
def english() -> tuple[frozenset[str], tuple[str, ...]]:
    """What the catalogue translates: whole texts, and the long ones that may stand inside another text."""
    with (ROOT / "locale" / "fr" / "LC_MESSAGES" / "django.mo").open("rb") as file:
        catalogue: dict[Any, str] = gettext.GNUTranslations(file)._catalog
    french = set(catalogue.values())
    singular = (key[0] if isinstance(key, tuple) else key for key in catalogue)
    texts = {text.rpartition("\x04")[2] for text in singular}
    said = {text for text in texts if text and text not in french and re.search(r"[a-z]{3}", text)}
    long = tuple(text for text in said if len(text) >= LONG and "%" not in text)
    return frozenset(text for text in said if "%" not in text), long


def fr(text: str, context: str = "") -> str:
    """What the interface says in French for a text of the code, so that a walk reads in the words of the code."""
    with (ROOT / "locale" / "fr" / "LC_MESSAGES" / "django.mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)
    said = catalogue.pgettext(context, text) if context else catalogue.gettext(text)
    assert said != text or context or text in {"Agenda", "Documents", "Axes"}, f"{text!r} has no French"
    return said


class Walker:
    """One person, one browser context. `problems` must be empty at the end of every walk."""

    def __init__(self, context: BrowserContext, house: House, *, keyboard: bool = False, pictures: str = "") -> None:
        self.context, self.house, self.pictures = context, house, pictures
        self.page: Page = context.new_page()
        self.hand = Keyboard(self.page) if keyboard else Pointer(self.page)
        self.problems: list[str] = []
        self.expected: set[int] = set()
        self.read: set[str] = set()
        self.page.on("console", self.heard)
        self.page.on("pageerror", lambda error: self.problems.append(f"{self.page.url}: {error}"))
        self.page.on("response", self.answered)

    @property
    def width(self) -> int:
        return self.page.viewport_size["width"] if self.page.viewport_size else 0

    # --- what goes wrong --------------------------------------------------------------------------------------------

    def heard(self, message: ConsoleMessage) -> None:
        """An error in the console; the browser's line about an answer that a test asked for is not one."""
        if message.type not in {"error", "warning"}:
            return
        known = [f"status of {status}" for status in self.expected]
        if 0 in self.expected:  # no answer at all
            known += ["ERR_INTERNET_DISCONNECTED", "ERR_CONNECTION_", "ERR_EMPTY_RESPONSE", "ERR_SOCKET_NOT_CONNECTED"]
        if not any(word in message.text for word in known):
            self.problems.append(f"{self.page.url}: console {message.type}: {message.text}")

    def answered(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.problems.append(f"{response.request.method} {response.url} answered {response.status}")

    # --- moving -----------------------------------------------------------------------------------------------------

    def open(self, path: str) -> None:
        self.page.goto(self.house.url + path)

    def sign_in(self, name: str, *, look: bool = False) -> None:
        self.open("/accounts/login/")
        if look:
            self.look("sign-in")
        self.fill_in_sign_in(name)
        self.page.wait_for_url(re.compile(r"^(?!.*/accounts/login/)"))

    def fill_in_sign_in(self, name: str) -> None:
        """On the page of its own, or in the dialog that an ended session opens."""
        dialog = self.page.get_by_role("dialog")
        form = (dialog if dialog.is_visible() else self.page.get_by_role("main")).locator("form").last
        self.hand.write(form.get_by_label("Courriel", exact=False).first, f"{name}@demo.example")
        self.hand.write(form.get_by_label("Mot de passe", exact=False).first, PASSWORD)
        self.hand.follow(form.get_by_role("button", name="Se connecter"))

    def menu(self, name: str) -> None:
        """Follows an entry of the main navigation, behind « Plus » on a phone."""
        entry = self.page.locator("#rail-nav").get_by_role("link", name=name, exact=True)
        more = self.page.locator("#rail-nav button.more")
        if more.is_visible() and more.get_attribute("aria-expanded") == "false":
            self.hand.follow(more)
        self.hand.follow(entry)

    def sign_out(self) -> None:
        button = self.page.get_by_role("button", name="Se déconnecter")
        if not button.is_visible():
            self.hand.follow(self.page.locator("details[data-house-menu] > summary").first)
        self.hand.follow(button)
        self.page.wait_for_url(re.compile("/accounts/"))

    # --- looking ----------------------------------------------------------------------------------------------------

    def look(self, name: str) -> None:
        """Reads the page as it stands, once per address and state."""
        expect(self.page.locator("h1")).to_have_count(1)
        self.page.wait_for_load_state("networkidle")
        if self.pictures:
            PICTURES.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=PICTURES / f"{name}-{self.pictures}.png")
        if name in self.read:
            return
        self.read.add(name)
        where = f"{name} ({urllib.parse.urlsplit(self.page.url).path}, {self.width} px)"
        self.problems += [f"{where}: {problem}" for problem in (*self.unreachable(), *self.too_wide(), *self.foreign())]

    def unreachable(self) -> list[str]:
        """What axe finds, by rule and place. Injected by the debugger, since the policy lets no script in."""
        self.page.evaluate(AXE.read_text())
        found = self.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        return [
            f"axe {violation['id']}: {node['target']} {node['html'][:160]}"
            for violation in found["violations"]
            for node in violation["nodes"]
            if violation["id"] not in EXCEPTIONS
        ]

    def too_wide(self) -> list[str]:
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        return [f"scrolls sideways by {wide} px"] if wide > 0 else []

    def foreign(self) -> list[str]:
        if self.page.locator("html").get_attribute("lang") != "fr":
            return ["is not in French"]
        whole, long = english()
        texts = self.page.evaluate(READ_TEXTS)
        return [f"English: {text[:100]}" for text in texts if text in whole or any(part in text for part in long)]


def assert_no_problem(walker: Walker) -> None:
    assert not walker.problems, "\n" + "\n".join(walker.problems)


def read_pdf(path: Path) -> str:
    """The text of a PDF, with its white space made plain."""
    import pypdf

    pages = (page.extract_text() for page in pypdf.PdfReader(path).pages)
    return re.sub(r"\s+", " ", " ".join(pages))
