"""Several half-days of one rhythm: which days they fall on, and what stands in the way of each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from agenda.enums import ClashLevel
from core.dates import holiday_name
from core.timetable import Interval

from .clash_words import Notice, notices
from .clashes import Proposal, find_clashes, levels

MOST = 20  # half-days of one form
_FURTHEST_WEEKS = 120


@dataclass(frozen=True)
class Days:
    """The days of a rhythm, and the public holidays that were skipped on the way, by name."""

    kept: list[date]
    skipped: list[tuple[date, str]]


@dataclass(frozen=True)
class Foreseen:
    """One half-day of a preview."""

    hours: Interval
    notices: list[Notice]

    @property
    def is_blocked(self) -> bool:
        return any(notice.level == ClashLevel.BLOCK for notice in self.notices)

    @property
    def is_warned(self) -> bool:
        return any(notice.level == ClashLevel.WARN for notice in self.notices)


def rhythm(first: date, *, weeks: int, count: int) -> Days:
    """So many days on the weekday of the first, every one or two weeks; a holiday is skipped and another week comes."""
    kept: list[date] = []
    skipped: list[tuple[date, str]] = []
    for turn in range(_FURTHEST_WEEKS):
        day = first + timedelta(weeks=turn * weeks)
        if name := holiday_name(day):
            skipped.append((day, name))
        else:
            kept.append(day)
        if len(kept) == count:
            break
    return Days(kept, skipped)


def picked(days: Iterable[date]) -> Days:
    """The days that somebody picked, once each and in order; holidays are skipped."""
    told = sorted(set(days))
    return Days(
        [day for day in told if not holiday_name(day)], [(day, holiday_name(day)) for day in told if holiday_name(day)]
    )


def foresee(reader: Any, hours: Sequence[Interval], wanted: dict[str, Any]) -> list[Foreseen]:
    """What stands in the way of each; `wanted` is what their proposals have in common."""
    strict = levels(wanted["cohort"])
    return [
        Foreseen(one, notices(reader, find_clashes(Proposal(hours=one, **wanted), strict))) for one in hours
    ]  # fmt: skip
