"""The papers of a funders' morning: the wall plan, a card for each table and guest, the booklet of projects, the badges."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from agenda.models import Session
from agenda.qr import QRCode, qr_of
from core.dates import format_clock, format_day, today
from core.errors import Refused
from funding_day import queries
from funding_day.models import Bearer, FundingDay, Guest, Plan

from .mention import Mention, mention_of

Step = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Badge:
    """A person's badge. Its code opens the desk on this person, for the team; printing it is not presence."""

    name: str
    guest: Guest
    code: QRCode


@dataclass(frozen=True)
class MorningReport:
    """The papers of one version of the plan, on the day of edition."""

    session: Session
    day: FundingDay
    plan: Plan
    grid: queries.Grid
    schedules: tuple[queries.Schedule, ...]
    bearers: tuple[Bearer, ...]
    badges: tuple[Badge, ...]
    edited_on: date
    reader: Any
    mention: Mention | None

    @property
    def title(self) -> str:
        """What a reader of PDF files shows above the pages."""
        return f"{_('Papers of the morning')} · {format_day(self.day.starts_at, 'short')}"

    @property
    def version(self) -> str:
        """« version 3, 10 h 20 »: on every sheet, so that an old one is known at a glance."""
        return _("version %(number)d, %(clock)s") % {
            "number": self.plan.number,
            "clock": format_clock(self.plan.made_at),
        }


def gather(session: Session, reader: Any, step: Step) -> MorningReport:
    """Reads all that is printed. Refuses a morning that has no plan yet."""
    step(0, 2, _("Reading the plan of the morning"))
    day = FundingDay.objects.whole().get(session=session)
    plan = queries.last_plan(day)
    if plan is None:
        raise Refused(_("There is no plan yet: compute one first."))
    asked = queries.morning(day, queries.plan_rounds(plan))
    desk = settings.SITE_URL + reverse("funding_day:desk", args=[day.slug])
    badges = tuple(
        Badge(person.name, row.guest, qr_of(f"{desk}?badge={person.pk}#v{person.pk}"))
        for row in queries.arrivals(day)
        for person in row.people
    )
    step(1, 2, _("Laying out the pages"))
    return MorningReport(
        session=session,
        day=day,
        plan=plan,
        grid=queries.grid(plan, asked),
        schedules=tuple(queries.schedules(plan)),
        bearers=tuple(sorted(asked.bearers, key=queries.alphabetical)),
        badges=badges,
        edited_on=today(),
        reader=reader,
        mention=mention_of(day.cohort),
    )
