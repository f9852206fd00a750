"""What the pages of the morning list."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from cohorts.access import facilitated_cohorts
from cohorts.models import Cohort
from funding_day import figures
from funding_day.enums import FunderKind, Standing
from funding_day.models import Bearer, Funder, FundingDay
from funding_day.morning import alphabetical
from projects.access import current_participations


@dataclass(frozen=True)
class Kind:
    """The funders of one kind."""

    name: str
    funders: tuple[Funder, ...]


@dataclass(frozen=True)
class DayLine:
    """A morning in the list, with how many come."""

    day: FundingDay
    funders: int
    bearers: int


def days_for(user: Any) -> list[DayLine]:
    """The mornings that the person sees, newest first."""
    days = list(FundingDay.objects.visible_to(user).whole())
    counted = figures.turnouts(days)
    return [DayLine(day, *counted[day.pk]) for day in days]


def funders_by_kind(day: FundingDay) -> list[Kind]:
    """The organisations that come, kind by kind."""
    found: dict[str, list[Funder]] = {kind.value: [] for kind in FunderKind}
    for funder in day.funders.exclude(standing=Standing.WITHDRAWN).order_by("pk"):
        found[funder.kind].append(funder)
    return [
        Kind(str(FunderKind(kind).label), tuple(sorted(funders, key=alphabetical)))
        for kind, funders in found.items()
        if funders
    ]


def bearers_of(day: FundingDay) -> list[Bearer]:
    """Those who present a project: the cohort's, then the guests."""
    return sorted(
        day.bearers.exclude(standing=Standing.WITHDRAWN).select_related("project").order_by("name"),
        key=lambda bearer: (bearer.project is None, alphabetical(bearer)),
    )


def days_of(cohort: Cohort) -> list[FundingDay]:
    """The mornings of an edition, in order of time."""
    return list(FundingDay.objects.whole().filter(cohort=cohort).order_by("session__starts_at", "pk"))


def cohorts_of_team(user: Any, cohorts: QuerySet[Cohort]) -> QuerySet[Cohort]:
    """The editions for which the person may open a morning."""
    return cohorts if user.is_administrator else cohorts.filter(pk__in=facilitated_cohorts(user))


def own_bearers(user: Any, day: FundingDay) -> list[Bearer]:
    """The projects for which the person speaks that morning."""
    mine = [project for project, _structure in current_participations(user)]
    return list(day.bearers.filter(project__in=mine).select_related("project").order_by("name"))
