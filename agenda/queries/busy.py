"""When people and places are taken already, for many proposals at once: what is read here is asked again under the lock
by whatever plans a session."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Q

from accounts.models import User
from agenda.models import Absence, Session
from core.dates import paris_day
from core.timetable import Interval


@dataclass(frozen=True)
class Taken:
    """Hours at which some of the people asked about, or a place, are taken: by a session, or away without one."""

    hours: Interval
    people: frozenset[int]
    venue: int | None
    session: int | None


def taken(people: Iterable[int], venues: Iterable[int], wanted: Sequence[Interval]) -> list[Taken]:
    """The sessions, drafts included, that hold one of these people or places somewhere around the hours wanted, and the
    absences that these people declared: three queries however many hours there are."""
    people, venues = set(people), set(venues)
    if not wanted or not (people or venues):
        return []
    first, last = min(hours.start for hours in wanted), max(hours.end for hours in wanted)
    rows = Session.objects.held_or_planned().filter(
        Q(facilitators__in=people) | Q(venue__in=venues), starts_at__lt=last, ends_at__gt=first
    )
    team = Prefetch("facilitators", User.objects.filter(pk__in=people).order_by("pk"), to_attr="asked_about")
    rows = rows.prefetch_related(team).distinct().order_by("starts_at", "pk")
    found = [Taken(row.hours, frozenset(person.pk for person in row.asked_about), row.venue_id, row.pk) for row in rows]
    away = Absence.objects.filter(user__in=people, first_day__lte=paris_day(last), last_day__gte=paris_day(first))
    return found + [Taken(row.hours, frozenset([row.user_id]), None, None) for row in away.order_by("pk")]
