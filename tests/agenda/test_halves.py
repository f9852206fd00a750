import datetime as dt

import pytest

from agenda.enums import Half
from agenda.halves import halves_of
from agenda.ink import MOST_POINTS, MOST_STROKES, BadInk, check_ink, path_of
from core.dates import combine

DAY = dt.date(2026, 3, 12)


def clock(told: str) -> dt.datetime:
    return combine(DAY, dt.time.fromisoformat(told))


@pytest.mark.parametrize(
    ("starts", "ends", "halves"),
    [
        ("09:00", "12:30", ["morning"]),
        ("09:00", "14:00", ["morning"]),
        ("14:00", "17:30", ["afternoon"]),
        ("12:00", "16:00", ["afternoon"]),
        ("09:00", "17:00", ["morning", "afternoon"]),
        ("11:59", "14:01", ["morning", "afternoon"]),
        ("18:30", "20:00", ["afternoon"]),
    ],
)
def test_a_session_has_one_half_day_or_two(starts, ends, halves):
    parts = halves_of(clock(starts), clock(ends))

    assert [part.half for part in parts] == halves
    assert (parts[0].starts_at, parts[-1].ends_at) == (clock(starts), clock(ends))
    if len(parts) == 2:
        assert parts[0].ends_at == parts[1].starts_at == clock("13:00")


def test_half_days_keep_their_hours_on_the_day_the_clocks_change():
    sunday = dt.date(2026, 3, 29)
    parts = halves_of(combine(sunday, dt.time(9)), combine(sunday, dt.time(17)))

    assert parts[1].starts_at == combine(sunday, dt.time(13))
    assert [part.half for part in parts] == [Half.MORNING, Half.AFTERNOON]


def test_a_drawing_is_strokes_of_whole_numbers_in_their_box():
    ink = [[[0, 0], [600, 200]], [[30, 40]]]

    assert check_ink(ink) == ink
    assert check_ink([]) == []
    assert path_of(ink) == "M0 0L600 200M30 40h1"


@pytest.mark.parametrize(
    "told",
    [
        None,
        "M0 0",
        {"points": []},
        [[]],
        ["x"],
        [[[1]]],
        [[[1, 2, 3]]],
        [[[1.5, 2]]],
        [[[True, 2]]],
        [[["1", "2"]]],
        [[[-1, 2]]],
        [[[601, 2]]],
        [[[1, 201]]],
        [[[1, 1]]] * (MOST_STROKES + 1),
        [[[1, 1]] * (MOST_POINTS + 1)],
    ],
)
def test_anything_else_is_no_drawing(told):
    with pytest.raises(BadInk):
        check_ink(told)
