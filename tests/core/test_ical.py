"""Calendars say the same instant to every reader, on both sides of both clock changes."""

import datetime as dt
import re

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import ical
from core.dates import combine
from tests.calendars import Khal, Seen, events

MADE_AT = dt.datetime(2026, 1, 5, 9, 30, 12, 5, tzinfo=dt.UTC)
MARCH, OCTOBER = dt.date(2026, 3, 29), dt.date(2026, 10, 25)
BESIDE = [day + dt.timedelta(days=shift) for day in (MARCH, OCTOBER) for shift in (-1, 0, 1)]
NINE, NOON = dt.time(9), dt.time(12, 30)


def event(day=OCTOBER, starts=NINE, ends=NOON, **facts):
    facts = {"uid": "atelier@cooperations", "sequence": 1, "summary": "Atelier", "stamped_at": MADE_AT} | facts
    return ical.Event(starts_at=combine(day, starts), ends_at=combine(day, ends), **facts)


def written(*rows, method="PUBLISH", **facts):
    return ical.calendar(rows, method=method, **facts)


@pytest.mark.parametrize("day", BESIDE, ids=str)
def test_nine_o_clock_is_nine_o_clock_beside_a_clock_change_for_two_readers(day, tmp_path):
    text = written(event(day))
    khal = Khal(tmp_path)
    khal.take(text)

    (row,) = events(text)
    assert row.decoded("dtstart").astimezone(dt.UTC) == combine(day, NINE)
    assert row.decoded("dtend").astimezone(dt.UTC) == combine(day, NOON)
    assert khal.shows(day, day) == [
        Seen("atelier@cooperations", f"{day} 09:00", f"{day} 12:30", "CONFIRMED", "Atelier")
    ]


@settings(max_examples=150, deadline=None)
@given(
    day=st.one_of(st.sampled_from(BESIDE), st.dates(dt.date(2015, 1, 1), dt.date(2040, 12, 31))),
    starts=st.times(dt.time(4), dt.time(20)).map(lambda clock: clock.replace(second=0, microsecond=0)),
    minutes=st.integers(5, 200),
)
def test_the_rules_of_the_file_give_the_instant_that_was_meant(day, starts, minutes):
    """Read with the file's own VTIMEZONE and nothing else, as a program does that knows no time zone."""
    starts_at = combine(day, starts)
    row = ical.Event(
        uid="x", sequence=0, starts_at=starts_at, ends_at=starts_at + dt.timedelta(minutes=minutes), summary="x",
        stamped_at=MADE_AT,
    )  # fmt: skip
    whole = icalendar.Calendar.from_ical(written(row))
    zone = whole.walk("VTIMEZONE")[0].to_tz(lookup_tzid=False)
    wall = whole.walk("VEVENT")[0].decoded("dtstart").replace(tzinfo=None)

    assert wall.replace(tzinfo=zone).astimezone(dt.UTC) == starts_at


def test_the_clock_changes_are_rules_and_not_lists_of_dates():
    text = written(event())

    assert re.findall(r"^RRULE:(.*)\r$", text, re.MULTILINE) == [
        "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
    ]
    assert "RDATE" not in text
    assert "DTSTART;TZID=Europe/Paris:20261025T090000\r\n" in text


def test_an_independent_reader_follows_a_move_and_a_cancellation(tmp_path):
    khal = Khal(tmp_path)
    moved = OCTOBER + dt.timedelta(days=3)

    khal.take(written(event(), method="REQUEST"))
    first = khal.shows(OCTOBER, moved)
    khal.take(written(event(moved, sequence=2), method="REQUEST"))
    second = khal.shows(OCTOBER, moved)
    khal.take(written(event(moved, sequence=3, status="CANCELLED"), method="CANCEL"))
    third = khal.shows(OCTOBER, moved)

    assert [row.starts for row in first] == [f"{OCTOBER} 09:00"]
    assert [row.starts for row in second] == [f"{moved} 09:00"]
    assert [(row.starts, row.status) for row in third] == [(f"{moved} 09:00", "CANCELLED")]


def test_an_invitation_names_its_one_reader_and_who_invites():
    reader = ical.Attendee("Camille ; « Exemple »", "camille@example.org", "ACCEPTED")
    text = written(event(attendee=reader), method="REQUEST", organizer=("Coopérations", "maison@example.org"))

    (row,) = events(text)
    assert str(row["attendee"]) == "mailto:camille@example.org"
    assert dict(row["attendee"].params) == {
        "CN": "Camille ; « Exemple »",
        "PARTSTAT": "ACCEPTED",
        "ROLE": "REQ-PARTICIPANT",
        "RSVP": "FALSE",
    }
    assert str(row["organizer"]) == "mailto:maison@example.org"
    assert icalendar.Calendar.from_ical(text)["method"] == "REQUEST"


def test_what_people_write_stays_inside_its_field():
    nasty = 'Atelier\nEND:VEVENT\r\nSUMMARY:autre; x, "y" \\n'
    (row,) = events(written(event(summary=nasty, description=nasty, location=nasty)))

    assert str(row["location"]).startswith("Atelier\nEND:VEVENT")
    assert len(row.subcomponents) == 0


def test_a_feed_has_a_name_and_says_when_to_come_back():
    whole = icalendar.Calendar.from_ical(written(name="Agenda"))

    assert str(whole["x-wr-calname"]) == "Agenda"
    assert whole.decoded("refresh-interval") == dt.timedelta(hours=1)
    assert not whole.walk("VEVENT")


def test_a_name_is_lasting_and_of_one_installation():
    first = ical.uid_of("session", 7, MADE_AT)

    assert first == ical.uid_of("session", 7, MADE_AT.astimezone(dt.timezone(dt.timedelta(hours=2))))
    assert len({first, ical.uid_of("session", 8, MADE_AT), ical.uid_of("slot", 7, MADE_AT)}) == 3
    assert first != ical.uid_of("session", 7, MADE_AT + dt.timedelta(microseconds=1))
