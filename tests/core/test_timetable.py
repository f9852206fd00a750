import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.dates import PARIS, combine
from core.timetable import Interval, overlapping

START = dt.datetime(2026, 3, 12, 8, 0, tzinfo=dt.UTC)


def hours(first: float, last: float) -> Interval:
    """An interval told in hours after eight."""
    return Interval(START + dt.timedelta(hours=first), START + dt.timedelta(hours=last))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (hours(0, 2), hours(1, 3), True),
        (hours(0, 3), hours(1, 2), True),
        (hours(0, 2), hours(0, 2), True),
        (hours(0, 2), hours(2, 3), False),
        (hours(0, 2), hours(3, 4), False),
        (hours(0, 2.01), hours(2, 3), True),
    ],
)
def test_intervals_overlap_but_touching_ends_do_not(one, other, expected):
    assert one.overlaps(other) is expected
    assert other.overlaps(one) is expected


@pytest.mark.parametrize("last", [0, -1])
def test_an_interval_ends_after_it_starts(last):
    with pytest.raises(ValueError, match="ends after it starts"):
        hours(0, last)


def test_an_interval_refuses_a_time_without_zone():
    with pytest.raises(ValueError, match="time zone"):
        Interval(dt.datetime(2026, 3, 12, 8, 0), START)  # noqa: DTZ001


def test_overlapping_keeps_the_order_given():
    taken = [hours(4, 5), hours(0, 1), hours(1, 2), hours(3, 9)]

    assert overlapping(taken, hours(0, 4), lambda row: row) == [hours(0, 1), hours(1, 2), hours(3, 9)]


@given(st.tuples(*[st.integers(0, 40)] * 4))
def test_two_intervals_overlap_when_an_instant_is_in_both(ends):
    first, length, second, other = ends
    one, two = hours(first, first + length + 1), hours(second, second + other + 1)
    shared = set(range(first, first + length + 1)) & set(range(second, second + other + 1))

    assert one.overlaps(two) == bool(shared)


@pytest.mark.parametrize(("day", "passed"), [(dt.date(2026, 3, 29), 11), (dt.date(2026, 10, 25), 13)])
def test_length_is_the_time_that_passes_over_a_clock_change(day, passed):
    evening, morning = combine(day - dt.timedelta(days=1), dt.time(22)), combine(day, dt.time(10))

    assert Interval(evening, morning).length == dt.timedelta(hours=passed)
    assert Interval(evening.astimezone(PARIS), morning.astimezone(PARIS)).overlaps(Interval(evening, morning))
