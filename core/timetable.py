"""Interval arithmetic for everything that has hours: sessions, slots, offers. No model and no query here.

An interval holds its start and not its end, so that two that touch do not clash: 9:00–10:30 and 10:30–12:00 both fit.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from django.db.models import Q

T = TypeVar("T")

# No session passes midnight: a row that overlaps an instant starts within a day of it. The bound on both sides lets
# the database read a slice of its index however many rows came before.
LONGEST = timedelta(hours=25)


@dataclass(frozen=True, order=True)
class Interval:
    """From `start` included to `end` excluded, both of them instants with their time zone."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ValueError("An interval is made of instants with their time zone.")
        if self.end <= self.start:
            raise ValueError("An interval ends after it starts.")

    @property
    def length(self) -> timedelta:
        """The time that passes, which a wall clock does not show on the night it changes."""
        return self.end - self.start

    def overlaps(self, other: "Interval") -> bool:
        return self.start < other.end and other.start < self.end


def overlapping(taken: Iterable[T], wanted: Interval, hours: Callable[[T], Interval]) -> list[T]:
    """Those of `taken` whose hours overlap what is wanted, in the order given."""
    return [one for one in taken if hours(one).overlaps(wanted)]


def near(wanted: Interval, start: str = "starts_at", end: str = "ends_at") -> Q:
    """The same question asked of the database, about rows that last a day at most."""
    return Q(**{f"{start}__lt": wanted.end, f"{start}__gt": wanted.start - LONGEST, f"{end}__gt": wanted.start})
