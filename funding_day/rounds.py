"""The rounds of a morning: from its hours, the length of a meeting, the time to change tables, and the breaks.

Plain arithmetic over instants; no query here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.timetable import Interval

MOST = 60


@dataclass(frozen=True)
class Round:
    """A round, counted from 0, and its hours."""

    number: int
    starts_at: datetime
    ends_at: datetime

    @property
    def ordinal(self) -> int:
        """As people count: from 1."""
        return self.number + 1


def rounds_between(
    start: datetime, end: datetime, *, slot: int, buffer: int, pauses: Iterable[tuple[datetime, datetime]] = ()
) -> tuple[Round, ...]:
    """As many rounds as fit, each as early as possible; after a break the next one begins at once."""
    breaks = sorted(Interval(*pause) for pause in pauses)
    found: list[Round] = []
    begins = start
    while len(found) < MOST and begins + timedelta(minutes=slot) <= end:
        hours = Interval(begins, begins + timedelta(minutes=slot))
        clash = next((pause for pause in breaks if pause.overlaps(hours)), None)
        if clash is not None:
            begins = clash.end
            continue
        found.append(Round(len(found), hours.start, hours.end))
        begins = hours.end + timedelta(minutes=buffer)
    return tuple(found)


def within(rounds: Iterable[Round], start: datetime | None, end: datetime | None) -> frozenset[int]:
    """The rounds that somebody there from `start` to `end` can hold whole; an open end has no limit."""
    return frozenset(
        one.number
        for one in rounds
        if (start is None or start <= one.starts_at) and (end is None or one.ends_at <= end)
    )


def written(rounds: Iterable[Round]) -> list[dict[str, str]]:
    """As a plan keeps them."""
    return [{"starts_at": one.starts_at.isoformat(), "ends_at": one.ends_at.isoformat()} for one in rounds]


def read(kept: Iterable[dict[str, str]]) -> tuple[Round, ...]:
    return tuple(
        Round(number, datetime.fromisoformat(row["starts_at"]), datetime.fromisoformat(row["ends_at"]))
        for number, row in enumerate(kept)
    )
