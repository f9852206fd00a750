"""The places kept by the team: one name each, corrected for every session held there, with their opening hours."""

from collections.abc import Mapping
from datetime import time

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from agenda.models import OpeningHours, Venue
from core.dates import now
from core.enums import Verb
from core.errors import Refused
from core.rules import keep
from core.trail import record

Week = Mapping[int, tuple[time, time]]


@transaction.atomic
def create_venue(
    *, actor: User, name: str, address: str = "", capacity: int | None = None, access_notes: str = "",
    week: Week | None = None, is_example: bool = False,
) -> Venue:  # fmt: skip
    """Adds a place. Refuses a name that another place has."""
    venue = Venue(name=name, address=address, capacity=capacity, access_notes=access_notes, is_example=is_example)
    _save_venue(venue)
    _open(venue, week)
    record(actor, Verb.CREATED, venue)
    return venue


@transaction.atomic
def change_venue(
    *, actor: User, venue: Venue, name: str, address: str, capacity: int | None, access_notes: str,
    week: Week | None = None,
) -> Venue:  # fmt: skip
    """Corrects a place, for every session held there; its hours too when a `week` is given (by day of the week, Monday
    is 0). Refuses a name that another place has."""
    stored = Venue.objects.select_for_update(of=("self",)).get(pk=venue.pk)
    stored.name, stored.address, stored.capacity, stored.access_notes = name, address, capacity, access_notes
    _save_venue(stored)
    _open(stored, week)
    record(actor, Verb.CHANGED, stored)
    return stored


@transaction.atomic
def retire_venue(*, actor: User, venue: Venue, retired: bool = True) -> Venue:
    """Takes a place off the list or puts it back. Its sessions keep it; no new one is planned there meanwhile."""
    stored = Venue.objects.select_for_update(of=("self",)).get(pk=venue.pk)
    if stored.is_retired != retired:
        stored.retired_at = now() if retired else None
        stored.save(update_fields=["retired_at"])
        record(actor, Verb.DISCARDED if retired else Verb.CHANGED, stored)
    return stored


def _open(venue: Venue, week: Week | None) -> None:
    if week is None:
        return
    venue.opening_hours.all().delete()
    for weekday, (opens, closes) in sorted(week.items()):
        keep(OpeningHours(venue=venue, weekday=weekday, opens=opens, closes=closes))


def _save_venue(venue: Venue) -> None:
    taken = Venue.objects.filter(name__iexact=venue.name)
    if venue.pk:
        taken = taken.exclude(pk=venue.pk)
    if taken.exists():
        raise Refused(_("Another place has this name."), field="name")
    keep(venue)
