"""The agendas of a plan, sent to everybody concerned: one mail each, with its calendar file and the link to its own page."""

from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from core import trail
from core.dates import format_clock, format_day, now
from core.enums import Verb
from core.errors import Refused
from core.ical import Event, calendar, uid_of
from funding_day.enums import Sending, Standing
from funding_day.models import FundingDay, Guest, Mailing, Plan
from funding_day.queries import Schedule, last_plan, schedules, told_plan

from .letters import Letter, send
from .planning import newest
from .registering import locked, new_link, own_address, said_when


@transaction.atomic
def send_agendas(*, actor: Any, day: FundingDay, seen: int, kind: Sending) -> Mailing:
    """Mails everybody their schedule in the last version, provisional or final, and what falls since the last sending.
    Refuses somebody who looked at an earlier version, and a plan in which somebody has withdrawn."""
    day = locked(day)
    plan = newest(day, seen)
    before = told_plan(day)
    told = {schedule.guest: schedule for schedule in schedules(before)} if before and before != plan else {}
    now_ = {schedule.guest: schedule for schedule in schedules(plan)}
    gone = [str(guest) for guest in now_ if guest.standing != Standing.EXPECTED]
    if gone:
        raise Refused(
            _("Somebody has withdrawn and still stands in this version: %(who)s. Compute it again first.")
            % {"who": ", ".join(gone)}
        )
    number = 0
    for guest in {**told, **now_}:
        if guest.email and guest.standing == Standing.EXPECTED:
            guest.day = day
            send(letter(guest, plan, now_.get(guest), told.get(guest), kind, own_address(new_link(guest))),
                 guest.email, guest.language, secret=True)  # fmt: skip
            number += 1
    mailing = Mailing.objects.create(plan=plan, kind=kind, mails=number, sent_by=actor)
    trail.record(actor, Verb.PUBLISHED, plan, kind=kind, mails=number)
    return mailing


def letter(
    guest: Guest, plan: Plan, schedule: Schedule | None, told: Schedule | None, kind: Sending, link: str
) -> Letter:
    """What a guest is told of its schedule; nothing is written here."""
    day = guest.day
    with translation.override(guest.language):
        words = {"day": format_day(day.starts_at, "short")}
        final = kind == Sending.FINAL
        first = _("Your schedule of the funders’ morning of %(day)s") if final else _(
            "Your provisional schedule of the funders’ morning of %(day)s")  # fmt: skip
        stops = schedule.stops if schedule else ()
        lines = [_("Hello,"), said_when(day)]
        lines.append(_("Here is whom you meet, and when.") if stops else _("You have no meeting in this version."))
        if not final:
            lines.append(_("It may still change: the final schedule comes in another mail."))
        return Letter(
            subject=first % words,
            lines=lines,
            rows=[
                (format_clock(stop.round.starts_at), str(stop.other), _("table %(number)d") % {"number": stop.table})
                for stop in stops
            ],
            link=link,
            button=_("My page, with the cards"),
            after=[_("Version %(number)d of the plan.") % {"number": plan.number}],
            files=[("matinee.ics", calendar_of(guest, plan, schedule, told, final=final), "text/calendar; method=PUBLISH")],
        )  # fmt: skip


def calendar_of(
    guest: Guest, plan: Plan, schedule: Schedule | None, told: Schedule | None = None, *, final: bool = True
) -> str:
    """A guest's meetings as calendar programs read them; those that fell since are cancelled."""
    day = guest.day
    stops = schedule.stops if schedule else ()
    here = {stop.other for stop in stops}
    fallen = [stop for stop in (told.stops if told else ()) if stop.other not in here]
    status = "CONFIRMED" if final else "TENTATIVE"
    events = [
        Event(
            uid=uid_of(f"morning {guest.key}", stop.other.pk, day.session.created_at),
            sequence=plan.number,
            starts_at=stop.round.starts_at,
            ends_at=stop.round.ends_at,
            summary=_("%(who)s, table %(number)d") % {"who": stop.other, "number": stop.table},
            stamped_at=now(),
            status=kind,
            location=day.place,
        )
        for kind, rows in ((status, stops), ("CANCELLED", fallen))
        for stop in rows
    ]
    organizer = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return calendar(
        events,
        method="PUBLISH",
        name=str(_("Funders’ morning")),
        organizer=(organizer[0] or organizer[1], organizer[1]),
    )


def preview(day: FundingDay, kind: Sending) -> tuple[Letter | None, list[Guest], int]:
    """The first mail as it would be, who has no address, and how many mails leave. Nothing is written."""
    plan = last_plan(day)
    if plan is None:
        return None, [], 0
    rows = schedules(plan)
    without = [row.guest for row in rows if not row.guest.email]
    reached = [row for row in rows if row.guest.email]
    if not reached:
        return None, without, 0
    reached[0].guest.day = day
    return letter(reached[0].guest, plan, reached[0], None, kind, settings.SITE_URL + "/…"), without, len(reached)
