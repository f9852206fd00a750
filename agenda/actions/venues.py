"""Places, kept for every session held there."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from agenda.models import Venue
from core.enums import Verb
from core.errors import Refused
from core.rules import keep
from core.trail import record


@transaction.atomic
def create_venue(
    *, actor: User, name: str, address: str = "", capacity: int | None = None, access_notes: str = "",
    is_example: bool = False,
) -> Venue:  # fmt: skip
    """Adds a place. Refuses a name that another place has."""
    venue = Venue(name=name, address=address, capacity=capacity, access_notes=access_notes, is_example=is_example)
    _save_venue(venue)
    record(actor, Verb.CREATED, venue)
    return venue


@transaction.atomic
def change_venue(
    *, actor: User, venue: Venue, name: str, address: str, capacity: int | None, access_notes: str
) -> Venue:
    """Corrects a place, for every session held there. Refuses a name that another place has."""
    stored = Venue.objects.select_for_update(of=("self",)).get(pk=venue.pk)
    stored.name, stored.address, stored.capacity, stored.access_notes = name, address, capacity, access_notes
    _save_venue(stored)
    record(actor, Verb.CHANGED, stored)
    return stored


def _save_venue(venue: Venue) -> None:
    taken = Venue.objects.filter(name__iexact=venue.name)
    if venue.pk:
        taken = taken.exclude(pk=venue.pk)
    if taken.exists():
        raise Refused(_("Another place has this name."), field="name")
    keep(venue)
