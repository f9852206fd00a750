import datetime as dt

import pytest
from django.utils import translation

from core import dates

THURSDAY = dt.date(2021, 5, 20)


def at(hour, minute=0):
    return dt.time(hour, minute)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (dt.date(2021, 1, 14), dt.datetime(2021, 1, 14, 8, tzinfo=dt.UTC)),
        (dt.date(2021, 5, 20), dt.datetime(2021, 5, 20, 7, tzinfo=dt.UTC)),
        (dt.date(2021, 3, 29), dt.datetime(2021, 3, 29, 7, tzinfo=dt.UTC)),
        (dt.date(2021, 10, 31), dt.datetime(2021, 10, 31, 8, tzinfo=dt.UTC)),
    ],
)
def test_combine_keeps_the_wall_clock_across_clock_changes(day, expected):
    instant = dates.combine(day, at(9))

    assert instant == expected
    assert instant.tzinfo is dt.UTC
    assert dates.to_paris(instant).time() == at(9)


@pytest.mark.parametrize(
    ("day", "clock", "word"),
    [
        (dt.date(2021, 3, 28), at(2, 30), "n’existe pas"),
        (dt.date(2021, 10, 31), at(2, 30), "deux fois"),
    ],
)
def test_combine_refuses_an_hour_that_the_clock_change_skips_or_doubles(day, clock, word):
    with translation.override("fr"), pytest.raises(dates.ClockChange, match=word):
        dates.combine(day, clock)


@pytest.mark.parametrize("clock", [at(1, 59), at(3)])
@pytest.mark.parametrize("day", [dt.date(2021, 3, 28), dt.date(2021, 10, 31)])
def test_combine_takes_the_hours_around_a_clock_change(day, clock):
    assert dates.to_paris(dates.combine(day, clock)).time() == clock


def test_today_is_the_day_in_paris(time_machine):
    time_machine.move_to(dt.datetime(2021, 5, 19, 22, 30, tzinfo=dt.UTC), tick=False)

    assert dates.today() == THURSDAY
    assert dates.now() == dt.datetime(2021, 5, 19, 22, 30, tzinfo=dt.UTC)


def test_to_paris_refuses_an_instant_without_a_zone():
    with pytest.raises(ValueError, match="time zone"):
        dates.to_paris(dt.datetime(2021, 5, 20, 9))  # noqa: DTZ001 - the mistake under test


@pytest.mark.parametrize(("day", "hours"), [(dt.date(2021, 3, 28), 23), (THURSDAY, 24), (dt.date(2021, 10, 31), 25)])
def test_a_day_lasts_as_long_as_it_lasts_in_paris(day, hours):
    start, end = dates.day_bounds(day)

    assert end - start == dt.timedelta(hours=hours)


def test_a_month_ends_where_the_next_begins():
    start, end = dates.month_bounds(dt.date(2021, 12, 31))

    assert dates.to_paris(start).date() == dt.date(2021, 12, 1)
    assert dates.to_paris(end).date() == dt.date(2022, 1, 1)


@pytest.mark.parametrize(
    ("style", "french", "english"),
    [
        ("week", "jeu. 20\u00a0mai", "Thu 20\u00a0May"),
        ("short", "20\u00a0mai 2021", "20\u00a0May 2021"),
        ("brief", "20\u00a0mai", "20\u00a0May"),
        ("long", "jeudi 20\u00a0mai 2021", "Thursday 20\u00a0May 2021"),
    ],
)
def test_a_day_is_written_in_both_languages(style, french, english):
    assert dates.format_day(THURSDAY, style, "fr") == french
    assert dates.format_day(THURSDAY, style, "en") == english


def test_the_first_of_a_month_is_an_ordinal_in_french_only():
    assert dates.format_day(dt.date(2021, 7, 1), "short", "fr") == "1er\u00a0juillet 2021"
    assert dates.format_day(dt.date(2021, 7, 1), "short", "en") == "1\u00a0July 2021"


def test_an_unknown_style_of_day_is_a_programming_error():
    with pytest.raises(ValueError, match="fancy"):
        dates.format_day(THURSDAY, "fancy")


def test_an_instant_is_written_as_its_paris_day_and_hour():
    instant = dt.datetime(2021, 5, 19, 22, 5, tzinfo=dt.UTC)

    assert dates.format_day(instant, "brief", "fr") == "20\u00a0mai"
    assert dates.format_clock(instant, "fr") == "0\u00a0h\u00a005"
    assert dates.format_moment(instant, "fr") == "20\u00a0mai 2021 à 0\u00a0h\u00a005"
    assert dates.format_moment(instant, "en") == "20\u00a0May 2021 at 0:05"
    assert dates.format_month(instant, "fr") == "mai 2021"


def test_hours_are_written_in_both_languages():
    assert dates.format_hours(at(9), at(12, 30), "fr") == "9\u00a0h\u00a000 – 12\u00a0h\u00a030"
    assert dates.format_hours(at(9), at(12, 30), "en") == "9:00 – 12:30"


def test_the_language_of_the_page_is_the_default():
    with translation.override("en"):
        assert dates.format_clock(at(9)) == "9:00"
    with translation.override("fr"):
        assert dates.format_clock(at(9)) == "9\u00a0h\u00a000"


@pytest.mark.parametrize(("day", "french"), [(dt.date(2021, 5, 24), "Lundi de Pentecôte"), (dt.date(2021, 5, 25), "")])
def test_public_holidays_are_named(day, french):
    assert dates.holiday_name(day, "fr") == french
