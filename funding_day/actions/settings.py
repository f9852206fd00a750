"""Opening a morning and its settings."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from agenda.actions import create_session
from agenda.models import Venue
from cohorts.enums import SessionForm
from cohorts.models import Cohort
from core import trail
from core.dates import combine
from core.enums import Verb
from core.errors import EditedElsewhere, Refused
from core.rules import address_for, keep, mark_of
from funding_day.models import FundingDay, Pause
from funding_day.rounds import MOST, rounds_between

from .registering import locked


@transaction.atomic
def open_day(
    *, actor: Any, cohort: Cohort, date: dt.date, starts: dt.time, ends: dt.time, venue: Venue | None = None
) -> FundingDay:
    """Opens a morning for an edition with ordinary settings, and its session in the agenda, a draft as any other;
    registration closes a week before. Refuses what the agenda refuses: a place taken, hours past midnight."""
    session = create_session(
        actor=actor,
        cohort=cohort,
        form=SessionForm.MORNING,
        starts_at=combine(date, starts),
        ends_at=combine(date, ends),
        venue=venue,
        facilitators=[actor] if cohort.facilitations.filter(user=actor).exists() else [],
    )
    slug = address_for(FundingDay, "", f"{_('morning')} {date:%Y}")
    day = FundingDay(slug=slug, cohort=cohort, session=session, closes_at=session.starts_at - dt.timedelta(days=7))
    keep(day)
    trail.record(actor, Verb.CREATED, day)
    return day


def settings_mark(day: FundingDay) -> int:
    """What a form of settings was shown with."""
    return mark_of(day, SETTINGS)


SETTINGS = (
    *("lead_minutes", "tail_minutes", "slot_minutes", "buffer_minutes", "tables"),
    *("funder_least", "funder_most", "bearer_least", "bearer_most", "together", "entry", "closes_at"),
    *("words_fr", "words_en"),
)
Breaks = list[tuple[dt.time, dt.time, str]]


@transaction.atomic
def change_settings(*, actor: Any, day: FundingDay, seen: int, breaks: Breaks, **facts: Any) -> FundingDay:
    """Changes the settings. Refuses what contradicts itself, and settings that somebody else changed meanwhile.

    A plan that was made keeps its own hours; its page says that the settings have changed since.
    """
    row = locked(day)
    if seen != settings_mark(row):
        theirs = {name: getattr(row, name) for name in SETTINGS}
        raise EditedElsewhere(
            _("Somebody changed the settings meanwhile. What you typed is here: check it, and save once more."),
            theirs=theirs,
            yours=facts,
            version=settings_mark(row),
        )
    for name, value in facts.items():
        setattr(row, name, value)
    pauses = [(row.at(start), row.at(end), label) for start, end, label in breaks]
    for start, end, _label in pauses:
        if not row.starts_at <= start < end <= row.ends_at:
            raise Refused(_("A break lies within the morning and ends after it begins."), field="breaks")
    count = len(
        rounds_between(
            row.first_round_at, row.last_round_ends_at, slot=row.slot_minutes, buffer=row.buffer_minutes,
            pauses=[(start, end) for start, end, _label in pauses],
        )
    )  # fmt: skip
    _check(row, count)
    keep(row)
    row.pauses.all().delete()
    Pause.objects.bulk_create(
        Pause(day=row, after_minutes=_minutes(start - row.starts_at), minutes=_minutes(end - start), label=label)
        for start, end, label in pauses
    )
    trail.record(actor, Verb.CHANGED, row)
    return row


def _minutes(span: dt.timedelta) -> int:
    return int(span.total_seconds() // 60)


def _check(row: FundingDay, count: int) -> None:
    """Minima that no plan can keep are told at once, with the figures that contradict each other."""
    if row.first_round_at >= row.last_round_ends_at:
        raise Refused(_("The rounds end after they begin, within the hours of the morning."), field="rounds_end")
    if count == 0:
        raise Refused(
            _("No round fits: a meeting takes %(slot)d minutes, and between the hours of the rounds, breaks left out, "
              "there is no such time.") % {"slot": row.slot_minutes},
            field="slot_minutes",
        )  # fmt: skip
    if count >= MOST:
        raise Refused(_("More than %(most)d rounds: make the meetings longer.") % {"most": MOST}, field="slot_minutes")
    for least, most, field in (
        (row.funder_least, row.funder_most, "funder_least"),
        (row.bearer_least, row.bearer_most, "bearer_least"),
    ):
        if least > count:
            raise Refused(
                _("At least %(least)d meetings each, and the hours hold %(rounds)d rounds: lower the minimum, or make the "
                  "meetings shorter.") % {"least": least, "rounds": count},
                field=field,
            )  # fmt: skip
        if least > most:
            raise Refused(
                _("At least %(least)d and at most %(most)d: the minimum is above the maximum.")
                % {"least": least, "most": most},
                field=field,
            )
