"""The printed attendance sheet of a session: to be signed by hand, or as it was signed and sealed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from agenda.actions import prepare_sheet
from agenda.models import Session
from agenda.queries import Roll, is_whole, roll
from core.dates import format_day, today

from .mention import Mention, mention_of

Step = Callable[[int, int, str], None]
# Places for whoever walks in, on a sheet that is still to be signed.
BLANK_LINES = 4


@dataclass(frozen=True)
class SheetReport:
    """A sheet on the day of edition."""

    session: Session
    roll: Roll
    facilitators: tuple[User, ...]
    edited_on: date
    reader: Any
    is_whole: bool
    mention: Mention | None

    @property
    def title(self) -> str:
        """What a reader of PDF files shows above the pages."""
        return f"{_('Attendance sheet')} · {self.session.title} · {format_day(self.session.starts_at, 'short')}"

    @property
    def blank_lines(self) -> range:
        return range(0 if self.roll.is_sealed else BLANK_LINES)

    @property
    def is_whole_day(self) -> bool:
        return len(self.roll.parts) > 1


def _facilitators(session: Session, seen: Roll) -> tuple[User, ...]:
    """Those who facilitate, and whoever countersigned in their place."""
    named = list(session.facilitators.order_by("name", "pk"))
    others = {one.countersigner for one in seen.countersignatures if one.countersigner} - set(named)
    return (*named, *sorted(others, key=lambda person: (person.name, person.pk)))


def gather(session: Session, reader: Any, step: Step) -> SheetReport:
    """Reads all that is printed, and gives the session its code if it has none yet; `step` tells how far it is."""
    step(0, 2, _("Reading the list of the session"))
    with transaction.atomic():
        prepare_sheet(session)
    seen = roll(session)
    step(1, 2, _("Laying out the pages"))
    return SheetReport(
        session=session,
        roll=seen,
        facilitators=_facilitators(session, seen),
        edited_on=today(),
        reader=reader,
        is_whole=seen.is_sealed and is_whole(seen),
        mention=mention_of(session.cohort),
    )
