"""What stands in the way of a session: the same place, the same person, at the same time."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Q

from accounts.models import User
from agenda.models import Session, Venue
from core.timetable import Interval, near, overlapping


@dataclass(frozen=True)
class Proposal:
    """Hours, a place and people wanted for a session; `session` is the key of the one that would move."""

    hours: Interval
    venue: Venue | None = None
    facilitators: Sequence[User] = ()
    session: int | None = None


@dataclass(frozen=True)
class Clash:
    """What stands in the way: the place is taken, or this facilitator is, by that session."""

    session: Session
    venue: Venue | None = None
    facilitator: User | None = None


def find_clashes(proposal: Proposal) -> list[Clash]:
    """The sessions, drafts included, that hold the same place or the same facilitator at that time, soonest first.

    Touching ends do not clash. Two queries over a day's slice of the index, whatever the size of the calendar.
    """
    wanted = [person.pk for person in proposal.facilitators]
    same = Q(venue=proposal.venue) if proposal.venue is not None else Q(pk__in=[])
    same |= Q(facilitators__in=wanted)
    rows = Session.objects.held_or_planned().filter(same, near(proposal.hours))
    if proposal.session is not None:
        rows = rows.exclude(pk=proposal.session)
    busy = Prefetch("facilitators", User.objects.filter(pk__in=wanted).order_by("pk"), to_attr="wanted")
    rows = rows.select_related("venue").prefetch_related(busy).distinct().order_by("starts_at", "pk")
    clashes = []
    for session in overlapping(rows, proposal.hours, lambda row: row.hours):
        if proposal.venue is not None and session.venue_id == proposal.venue.pk:
            clashes.append(Clash(session, venue=session.venue))
        clashes += [Clash(session, facilitator=person) for person in session.wanted]
    return clashes
