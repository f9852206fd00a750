"""What is added after the seal: each addendum carries its reason and its author, and seals what came before it."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from agenda.enums import Presence
from agenda.figures import CAME
from agenda.models import Addendum, Attendance, Session, Sheet
from agenda.queries import Line, addition, canonical, digest_of
from core.dates import now
from core.enums import Verb
from core.errors import Refused
from core.rules import keep
from core.trail import record

from .attendance import locked_session


@transaction.atomic
def add_addendum(
    *,
    actor: User,
    session: Session,
    reason: str,
    key: UUID,
    line: Line | None = None,
    presence: Presence | None = None,
) -> Addendum:
    """Corrects a sealed sheet without touching it. Sent again under the same key it is the same addendum.

    Refuses a sheet that is not sealed, which is corrected on its lines; an addendum without a reason; and a presence
    without a line or that says nothing.
    """
    stored = locked_session(session)
    known: Addendum | None = Addendum.objects.filter(key=key).first()
    if known is not None:
        return known
    sheet = Sheet.objects.filter(session=stored, sealed_at__isnull=False).first()
    if sheet is None:
        raise Refused(_("This sheet is not sealed: correct its lines."))
    if not reason.strip():
        raise Refused(_("Say why: an addendum is nothing without its reason."), field="reason")
    if presence is not None:
        _check_presence(stored, line, presence)
    return append(sheet, author=actor, reason=reason.strip(), row=line, presence=presence, key=key)


def _check_presence(session: Session, line: Line | None, presence: Presence) -> None:
    if line is None:
        raise Refused(_("Choose the person whose attendance is corrected."), field="row")
    if line.session_id != session.pk:
        raise Refused(_("This person is not on this sheet."), field="row")
    if presence == Presence.EXPECTED or (not isinstance(line, Attendance) and presence not in CAME):
        raise Refused(_("Choose what is true: they came, were excused or were absent."), field="presence")


def append(
    sheet: Sheet,
    *,
    author: User | None,
    reason: str,
    key: UUID,
    row: Line | None = None,
    presence: Presence | None = None,
    arrived: dict[str, Any] | None = None,
) -> Addendum:
    """Writes an addendum under the caller's lock; its digest covers the one before it."""
    last = Addendum.objects.filter(sheet=sheet).order_by("written_at", "pk").last()
    addendum = Addendum(
        sheet=sheet,
        line=row if isinstance(row, Attendance) else None,
        walk_in=row if row is not None and not isinstance(row, Attendance) else None,
        presence=presence or "",
        reason=reason,
        author=author,
        author_name=str(author) if author else (row.person if row else ""),
        written_at=now(),
        arrived=arrived or {},
        key=key,
    )
    addendum.digest = digest_of(canonical(addition(addendum, last.digest if last else sheet.digest)))
    keep(addendum)
    record(author, Verb.AMENDED, sheet, addendum=addendum.pk)
    return addendum
