"""The half-days of a session: evidence asks for one signature for each. Pure; nothing here asks the database."""

import datetime as dt
from dataclasses import dataclass

from core.dates import combine, paris_day, to_paris

from .enums import Half

NOON_BREAK = dt.time(13)
# A session is two half-days when a good part of it lies on each side of the break.
BEFORE, AFTER = dt.time(12), dt.time(14)
# From then on a signature is marked late.
LATE_AFTER = dt.timedelta(minutes=15)


@dataclass(frozen=True)
class Part:
    """One half-day of a session, from when to when."""

    half: Half
    starts_at: dt.datetime
    ends_at: dt.datetime

    def is_late(self, signed_at: dt.datetime) -> bool:
        """Whether who signs at this instant signs late."""
        return signed_at > self.starts_at + LATE_AFTER


def halves_of(starts_at: dt.datetime, ends_at: dt.datetime) -> tuple[Part, ...]:
    """One half-day, named by where its middle lies; or morning and afternoon, parted at 13:00 in Paris, when the
    session starts before noon and goes on after 14:00."""
    first, last = to_paris(starts_at).time(), to_paris(ends_at).time()
    break_at = combine(paris_day(starts_at), NOON_BREAK)
    if first < BEFORE and last > AFTER:
        return (Part(Half.MORNING, starts_at, break_at), Part(Half.AFTERNOON, break_at, ends_at))
    middle = starts_at + (ends_at - starts_at) / 2
    return (Part(Half.MORNING if middle < break_at else Half.AFTERNOON, starts_at, ends_at),)
