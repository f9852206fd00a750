"""What structures declared that they can give, in hours; what their people did beside the sessions."""

import calendar
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from core.dates import paris_day
from projects.enums import ActionState
from projects.models import Action, Capacity, Participant, Project


@dataclass(frozen=True)
class ActionDone:
    """An action that a structure, or one of its people, has done, and on which day that was said."""

    structure: int
    day: date


def declared_hours(
    versions: Sequence[Capacity], first: date, last: date, rests: Iterable[tuple[date, date | None]] = ()
) -> Decimal:
    """The hours declared from a day to another, both included. Each day counts the hours a month of the version in force
    that day, divided by the days of its month; days of a rest (its first day, and the first day after it) do not count.
    The first version also holds before its own day."""
    if not versions:
        return Decimal(0)
    ordered, rested = sorted(versions, key=lambda row: row.number), list(rests)
    days: dict[tuple[int, int], int] = defaultdict(int)
    day = first
    while day <= last:
        if not any(starts <= day and (ends is None or day < ends) for starts, ends in rested):
            place = max((place for place, row in enumerate(ordered) if row.stated_on <= day), default=0)
            days[place, calendar.monthrange(day.year, day.month)[1]] += 1
        day += timedelta(days=1)
    return sum((ordered[place].hours_a_month * number / month for (place, month), number in days.items()), Decimal(0))


def actions_done(projects: Iterable[Project]) -> dict[int, list[ActionDone]]:
    """By project, the actions done (or found done already) by a structure or by a person for the structure of their
    latest part in it; those of the team are nobody's. Two queries."""
    keys = [project.pk for project in projects]
    parts = Participant.objects.filter(membership__project__in=keys).order_by("starts_on", "pk")
    stood_for = {
        (project, user): structure
        for project, user, structure in parts.values_list("membership__project", "user", "membership__structure")
    }
    rows = Action.objects.filter(project__in=keys, state__in=[ActionState.DONE, ActionState.ALREADY_DONE])
    found: dict[int, list[ActionDone]] = {key: [] for key in keys}
    for row in rows.order_by("pk"):
        structure = row.structure_id or stood_for.get((row.project_id, row.person_id or 0))
        if structure is not None:
            found[row.project_id].append(ActionDone(structure, paris_day(row.updated_at)))
    return found
