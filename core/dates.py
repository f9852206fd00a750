"""Dates and times as people read them: Europe/Paris for the clock on the wall, UTC in storage. No query here.

Everything that turns an instant into a day, or words into either, goes through this module; a half-day keeps its hours
when the clocks change because it is built from a day and a wall-clock time, never from a number of seconds.
"""

import datetime as dt
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

PARIS = ZoneInfo("Europe/Paris")
NARROW = "\u202f"
FIXED = "\u00a0"

_DAYS = {
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_DAYS_SHORT = {
    "fr": ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_MONTHS = {
    "fr": (
        *("janvier", "février", "mars", "avril", "mai", "juin"),
        *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
_MONTHS_SHORT = {
    "fr": ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}


class ClockChange(ValueError):
    """A wall-clock time that the night of the clock change skips, or shows twice."""


def now() -> dt.datetime:
    """The present instant, in UTC."""
    return timezone.now()


def today() -> dt.date:
    """The day it is in Paris."""
    return to_paris(now()).date()


def to_paris(instant: dt.datetime) -> dt.datetime:
    """The same instant on a Paris clock; a naive value is a programming error."""
    if instant.tzinfo is None:
        raise ValueError("An instant needs its time zone.")
    return instant.astimezone(PARIS)


def paris_day(value: dt.date | dt.datetime) -> dt.date:
    """The day in Paris of an instant; a day is already one."""
    return to_paris(value).date() if isinstance(value, dt.datetime) else value


def combine(day: dt.date, clock: dt.time) -> dt.datetime:
    """The UTC instant at which Paris reads this day and this time.

    Raises ClockChange where that reading never comes (spring) or comes twice (autumn): a person must choose another.
    """
    local = dt.datetime.combine(day, clock.replace(tzinfo=None, fold=0), tzinfo=PARIS)
    instant = local.astimezone(dt.UTC)
    if instant.astimezone(PARIS).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise ClockChange(
            _("On %(day)s the clocks go forward: %(clock)s does not exist. Choose another time.")
            % {"day": format_day(day, "long"), "clock": format_clock(clock)}
        )
    if local.utcoffset() != local.replace(fold=1).utcoffset():
        raise ClockChange(
            _("On %(day)s the clocks go back: %(clock)s happens twice. Choose another time.")
            % {"day": format_day(day, "long"), "clock": format_clock(clock)}
        )
    return instant


def day_bounds(day: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """The UTC instants at which this Paris day begins and the next one begins."""
    return _midnight(day), _midnight(day + dt.timedelta(days=1))


def month_bounds(day: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """The UTC instants at which the Paris month of this day begins and the next one begins."""
    first = day.replace(day=1)
    following = (first + dt.timedelta(days=32)).replace(day=1)
    return _midnight(first), _midnight(following)


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.min, tzinfo=PARIS).astimezone(dt.UTC)


def _language(language: str | None) -> str:
    return "fr" if (language or get_language() or "fr").startswith("fr") else "en"


def format_day(value: dt.date | dt.datetime, style: str = "week", language: str | None = None) -> str:
    """A day in words. Styles: week « jeu. 20 mai », short « 20 mai 2021 », brief « 20 mai », long « jeudi 20 mai 2021 »."""
    tongue = _language(language)
    day = paris_day(value)
    number = "1er" if tongue == "fr" and day.day == 1 else str(day.day)
    full, brief = _MONTHS[tongue][day.month - 1], _MONTHS_SHORT[tongue][day.month - 1]
    weekday = day.weekday()
    if style == "week":
        return f"{_DAYS_SHORT[tongue][weekday]} {number}{FIXED}{brief}"
    if style == "short":
        return f"{number}{FIXED}{full} {day.year}"
    if style == "brief":
        return f"{number}{FIXED}{brief}"
    if style == "long":
        return f"{_DAYS[tongue][weekday]} {number}{FIXED}{full} {day.year}"
    raise ValueError(f"No such style of day: {style}.")


def format_month(value: dt.date | dt.datetime, language: str | None = None) -> str:
    """« mai 2021 »."""
    day = paris_day(value)
    return f"{_MONTHS[_language(language)][day.month - 1]} {day.year}"


def format_clock(value: dt.time | dt.datetime, language: str | None = None) -> str:
    """« 9 h 00 » in French, « 9:00 » in English; an instant is read on the Paris clock."""
    clock = to_paris(value).time() if isinstance(value, dt.datetime) else value
    if _language(language) == "fr":
        return f"{clock.hour}{FIXED}h{FIXED}{clock.minute:02}"
    return f"{clock.hour}:{clock.minute:02}"


def format_hours(start: dt.time | dt.datetime, end: dt.time | dt.datetime, language: str | None = None) -> str:
    """« 9 h 00 – 12 h 30 »."""
    return f"{format_clock(start, language)} – {format_clock(end, language)}"


def format_moment(value: dt.datetime, language: str | None = None) -> str:
    """« 20 mai 2021 à 14 h 32 »."""
    joined = " à " if _language(language) == "fr" else " at "
    return f"{format_day(value, 'short', language)}{joined}{format_clock(value, language)}"


def holiday_name(day: dt.date, language: str | None = None) -> str:
    """The public holiday of this day in mainland France, or an empty string."""
    return _holidays(day.year, _language(language)).get(day, "")


@lru_cache(maxsize=64)
def _holidays(year: int, language: str) -> dict[dt.date, str]:
    import holidays  # heavy, and only the agenda asks

    return dict(holidays.country_holidays("FR", years=year, language={"fr": "fr", "en": "en_US"}[language]))
