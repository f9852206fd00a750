"""After the morning: what each side says of a meeting, the questions of the months that follow, and money with its source."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from core import trail
from core.dates import format_day, now, paris_day, today
from core.enums import Verb
from core.errors import Refused
from core.rules import keep
from funding_day.enums import Result, Side, Source, Standing
from funding_day.models import Bearer, Cell, Feedback, FollowUp, Funder, FundingDay, Guest, Raised
from funding_day.queries import told_plan

from .letters import Letter, send
from .registering import locked, new_link, own_address

MONTHS = (1, 3, 6, 12)
ANSWER_WITHIN = dt.timedelta(days=90)
# A question whose time came more than a month ago is not asked any more: a new installation writes to nobody of the past.
NOT_LATER_THAN = dt.timedelta(days=31)


@transaction.atomic
def say_feedback(*, actor: Any, guest: Guest, other: Guest, by_team: bool, facts: dict[str, Any]) -> Feedback:
    """Writes what a guest says of a meeting; said again, it replaces what was said. Refuses a meeting that the plan of
    the day does not hold."""
    day = guest.day
    side = Side.FUNDER if isinstance(guest, Funder) else Side.BEARER
    pair = {"funder": guest, "bearer": other} if side == Side.FUNDER else {"funder": other, "bearer": guest}
    locked(day)
    plan = told_plan(day)
    if plan is None or not Cell.objects.filter(plan=plan, **pair).exists():
        raise Refused(_("You had no meeting with %(who)s in the plan of the day.") % {"who": other})
    row = Feedback.objects.filter(side=side, **pair).first() or Feedback(side=side, **pair)
    for name, value in facts.items():
        setattr(row, name, value)
    row.by_team, row.said_at = by_team, now()
    keep(row)
    trail.record(actor, Verb.ANSWERED, row, side=side, by_team=by_team)
    return row


@transaction.atomic
def tell_raised(*, actor: Any, bearer: Bearer, source: Source, facts: dict[str, Any]) -> Raised:
    """Notes money asked for, obtained or refused, with who said so; what is settled replaces what was asked of the same
    funder in the same form. Refuses amounts that contradict each other."""
    asked = Raised.objects.select_for_update(of=("self",)).filter(
        bearer=bearer,
        funder=facts.get("funder"),
        other_funder=facts.get("other_funder", ""),
        instrument=facts.get("instrument", ""),
        result=Result.ASKED,
    )
    row = asked.order_by("pk").first() or Raised(day=bearer.day, bearer=bearer)
    before = row.asked
    for name, value in facts.items():
        setattr(row, name, value)
    row.asked = row.asked or before
    row.source, row.said_by, row.said_at = source, actor, now()
    keep(row)
    trail.record(actor, Verb.ANSWERED, row, result=row.result, source=source)
    return row


@transaction.atomic
def answer_follow_up(*, actor: Any, bearer: Bearer, words: str) -> FollowUp | None:
    """Settles the question that waits for a bearer, if there is one."""
    row = (
        FollowUp.objects.select_for_update(of=("self",))
        .filter(bearer=bearer, answered_at=None)
        .order_by("due_on")
        .last()
    )
    if row is None:
        return None
    row.words, row.answered_at = words, now()
    row.save(update_fields=["words", "answered_at"])
    trail.record(actor, Verb.ANSWERED, row, month=row.month)
    return row


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in range(day.day, 27, -1):
        try:
            return dt.date(year, month + 1, last)
        except ValueError:
            continue
    return dt.date(year, month + 1, day.day)


def ask_follow_ups() -> int:
    """Writes to the bearers of past mornings whose question has come, once each, however often this runs. Whether the
    cohort is closed changes nothing. Gives how many were asked."""
    asked = 0
    past = FundingDay.objects.whole().filter(
        session__ends_at__lt=now(), session__ends_at__gt=now() - dt.timedelta(days=400)
    )
    for day in past.order_by("pk"):
        held = paris_day(day.starts_at)
        for month in MONTHS:
            due = months_after(held, month)
            if not due <= today() <= due + NOT_LATER_THAN:
                continue
            for bearer in day.bearers.exclude(email="").filter(standing=Standing.EXPECTED).order_by("pk"):
                asked += _ask(day, bearer, month, due)
    return asked


@transaction.atomic
def _ask(day: FundingDay, bearer: Bearer, month: int, due: dt.date) -> int:
    row, made = FollowUp.objects.get_or_create(bearer=bearer, month=month, defaults={"due_on": due, "sent_at": now()})
    if not made:
        return 0
    bearer.day = day
    link = own_address(new_link(bearer, now() + ANSWER_WITHIN), "own_follow_up")
    with translation.override(bearer.language):
        letter = Letter(
            subject=_("What has become of your search for funding?"),
            lines=[
                _("Hello,"),
                _("You presented %(project)s at the funders’ morning of %(day)s. Where do you stand today? Two minutes are "
                  "enough: what you asked for, what you obtained, what was refused.")
                % {"project": bearer, "day": format_day(day.starts_at, "short")},
            ],
            link=link,
            button=_("Tell where we stand"),
            after=[_("Your answers help the programme show what the mornings bring. Nothing is published with your name.")],
        )  # fmt: skip
    send(letter, bearer.email, bearer.language, secret=True)
    trail.record(None, Verb.REMINDED, row, month=month)
    return 1
