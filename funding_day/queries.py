"""What the pages of the morning list."""

from dataclasses import dataclass
from typing import Any

from cohorts.models import Cohort

from . import figures
from .enums import FunderKind
from .models import Bearer, Funder, FundingDay


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
    days = list(FundingDay.objects.visible_to(user).select_related("cohort"))
    counted = figures.turnouts(days)
    return [DayLine(day, *counted[day.pk]) for day in days]


def funders_by_kind(day: FundingDay) -> list[Kind]:
    """The organisations that come, kind by kind."""
    found: dict[str, list[Funder]] = {kind.value: [] for kind in FunderKind}
    for funder in day.funders.order_by("organisation"):
        found[funder.kind].append(funder)
    return [Kind(str(FunderKind(kind).label), tuple(funders)) for kind, funders in found.items() if funders]


def bearers_of(day: FundingDay) -> list[Bearer]:
    """Those who present a project: the cohort's, then the guests."""
    return sorted(
        day.bearers.select_related("project").order_by("name"),
        key=lambda bearer: (bearer.project is None, bearer.project.name if bearer.project else "", bearer.name),
    )


def days_of(cohort: Cohort) -> list[FundingDay]:
    """The mornings of an edition, in order of time."""
    return list(FundingDay.objects.filter(cohort=cohort).order_by("starts_at"))
