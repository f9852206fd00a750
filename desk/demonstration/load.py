"""Loads the demonstration whole, or not at all."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from accounts.models import User
from cohorts import content_files
from cohorts.actions import load_content
from cohorts.models import Cohort
from core.wipe import wipe

from . import (
    around,
    finding,
    library,
    logbooks,
    meetings,
    missions,
    money,
    morning,
    people,
    programme,
    sheets,
    telling,
    together,
)

EDITION = "cooperations-2021"


class DemonstrationRefused(Exception):
    """The database holds accounts that are not the demonstration's: loading it would mix inventions with real people."""


@cache
def facts() -> dict[str, Any]:
    """What the source states about the 2021 edition."""
    return yaml.safe_load((content_files.FOLDER / "edition-2021.yaml").read_text())


@cache
def inventions() -> dict[str, Any]:
    """What the demonstration adds, and marks as an example."""
    return yaml.safe_load(Path(__file__).with_name("inventions.yaml").read_text())


def load(*, reset: bool = False) -> bool:
    """Loads the two editions. False when they are there already; `reset` empties the whole database first.

    Raises DemonstrationRefused when an account is not the demonstration's own.
    """
    if User.objects.exclude(email__in=people.addresses(facts()), is_example=True).exists():
        raise DemonstrationRefused
    if reset:
        wipe()
    elif Cohort.objects.filter(slug=EDITION).exists():
        return False
    with transaction.atomic():
        content = load_content()
        cast = people.team()
        edition = programme.edition_2021(facts(), inventions(), content, cast)
        people.bearers(facts(), inventions(), edition)
        venues = programme.sessions(inventions(), edition, cast)
        experts = around.prepare(edition, venues, cast)
        sheets.signed_sheets(edition, cast["facilitator"])
        finding.find(edition, venues, experts, cast["facilitator"])
        library.library(cast["facilitator"])
        logbooks.fill(inventions(), edition)
        together.agree(inventions(), edition)
        meetings.write(edition, cast)
        money.give(inventions(), edition, cast)
        missions.order(inventions(), edition, cast)
        morning.prepare(inventions(), edition, cast)
        telling.tell(edition, cast["facilitator"])
        programme.edition_2022(facts(), inventions(), edition, cast)
    return True
