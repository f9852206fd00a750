"""Calendars as other programs read them (RFC 5545, 5546): one event per thing that has hours. No model and no query here.

Hours are written as Paris reads them, with the rules of its clock changes beside them (VTIMEZONE by RRULE: lists of
dates are misread by ical.js), so that nine o'clock stays nine o'clock on every device.
"""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from icalendar import Calendar, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress, vText
from icalendar import Event as CalendarEvent

from .dates import to_paris

TZID = "Europe/Paris"
PRODUCT = "-//Cooperations//Agenda//FR"


@dataclass(frozen=True)
class Attendee:
    """The one person an invitation speaks of: nobody learns from a calendar who else is invited."""

    name: str
    address: str
    status: str  # NEEDS-ACTION, ACCEPTED, TENTATIVE, DECLINED


@dataclass(frozen=True)
class Event:
    """Something with hours. `uid` never changes, `sequence` rises with every change of `starts_at` or `ends_at`."""

    uid: str
    sequence: int
    starts_at: dt.datetime
    ends_at: dt.datetime
    summary: str
    stamped_at: dt.datetime
    status: str = "CONFIRMED"  # TENTATIVE, CANCELLED
    description: str = ""
    location: str = ""
    url: str = ""
    attendee: Attendee | None = None


def uid_of(word: str, key: int, made_at: dt.datetime) -> str:
    """The lasting name of a row in everybody's calendar: from its key and the instant it was made, so that two
    installations never share one."""
    return f"{uuid.uuid5(uuid.NAMESPACE_OID, f'{word} {key} {made_at.astimezone(dt.UTC).isoformat()}')}@cooperations"


def calendar(events: Iterable[Event], *, method: str, name: str = "", organizer: tuple[str, str] | None = None) -> str:
    """The text of a calendar. `method` is REQUEST or CANCEL for a mail (one event each), PUBLISH for a feed.

    `organizer` is the (name, address) that invites.
    """
    whole = Calendar()
    whole.add("prodid", PRODUCT)
    whole.add("version", "2.0")
    whole.add("calscale", "GREGORIAN")
    whole.add("method", method)
    if name:
        whole.add("x-wr-calname", name)
        whole.add("x-wr-timezone", TZID)
        whole.add("refresh-interval", dt.timedelta(hours=1), parameters={"VALUE": "DURATION"})
        whole.add("x-published-ttl", "PT1H")
    whole.add_component(_paris())
    for event in events:
        whole.add_component(_event(event, organizer))
    return str(whole.to_ical(), "utf-8")


def _event(event: Event, organizer: tuple[str, str] | None) -> CalendarEvent:
    row = CalendarEvent()
    row.add("uid", event.uid)
    row.add("sequence", event.sequence)
    row.add("dtstamp", event.stamped_at.astimezone(dt.UTC))
    row.add("last-modified", event.stamped_at.astimezone(dt.UTC))
    row.add("dtstart", to_paris(event.starts_at))
    row.add("dtend", to_paris(event.ends_at))
    row.add("summary", event.summary)
    row.add("status", event.status)
    row.add("transp", "TRANSPARENT" if event.status == "CANCELLED" else "OPAQUE")
    for field in ("description", "location", "url"):
        if value := getattr(event, field):
            row.add(field, value)
    if organizer is not None:
        row.add("organizer", _address(*organizer))
    if event.attendee is not None:
        reader = _address(event.attendee.name, event.attendee.address)
        reader.params["PARTSTAT"] = vText(event.attendee.status)
        reader.params["ROLE"] = vText("REQ-PARTICIPANT")
        reader.params["RSVP"] = vText("FALSE")  # answers come by the link of the mail, not to the house's address
        row.add("attendee", reader)
    return row


def _address(name: str, address: str) -> vCalAddress:
    written = vCalAddress(f"mailto:{address}")
    written.params["CN"] = vText(name)
    return written


def _paris() -> Timezone:
    """The last Sundays of March and October, since the year from which each rule holds."""
    zone = Timezone()
    zone.add("tzid", TZID)
    for part, first, month, before, after, name in (
        (TimezoneDaylight(), dt.datetime(1981, 3, 29, 2), 3, 1, 2, "CEST"),  # noqa: DTZ001 - wall clock by definition
        (TimezoneStandard(), dt.datetime(1996, 10, 27, 3), 10, 2, 1, "CET"),  # noqa: DTZ001
    ):
        part.add("dtstart", first)
        part.add("tzoffsetfrom", dt.timedelta(hours=before))
        part.add("tzoffsetto", dt.timedelta(hours=after))
        part.add("tzname", name)
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        zone.add_component(part)
    return zone
