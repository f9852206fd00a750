"""Whose turn it is at a session: what its team does next, and what the reader has to sign."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef

from agenda.enums import CAME, Presence, SessionState
from agenda.halves import Part, halves_of
from agenda.models import Attendance, Note, Session, SessionQuerySet, Sheet, Signature, Step
from core.dates import now

from .signing import CODE_LASTS


def with_next(sessions: SessionQuerySet) -> SessionQuerySet:
    """Sessions with what `next_for_team` reads: nothing more is asked of the database."""
    taken = Attendance.objects.taken().filter(session=OuterRef("pk"))
    steps = Step.objects.filter(session=OuterRef("pk"))
    written = Note.objects.filter(session=OuterRef("pk"), version__gt=0)
    return sessions.annotate(
        is_taken=Exists(taken),
        is_planned=Exists(steps),
        is_written=Exists(written),
        sheet_opened_at=F("sheet__opened_at"),
        sheet_sealed_at=F("sheet__sealed_at"),
    )


def next_for_team(session: Any) -> str:
    """The one thing that the team does next: cancelled, date, publish, prepare, ready, take, close, write or done.

    Meetings are signed only if somebody opened their sheet; a collective session always is.
    """
    if session.is_cancelled:
        return "cancelled"
    if not session.is_dated:
        return "date"
    if session.is_draft:
        return "publish"
    if session.starts_at > now():
        return "ready" if session.is_planned or session.preparation else "prepare"
    if session.ends_at > now():
        return "take"
    return _once_over(session)


def _once_over(session: Any) -> str:
    to_seal = session.sheet_sealed_at is None and (session.sheet_opened_at is not None or not session.is_meeting)
    if not session.is_taken and session.sheet_sealed_at is None:
        return "take"
    if to_seal:
        return "close"
    return "done" if session.is_written else "write"


@dataclass(frozen=True)
class Turn:
    """The reader's own lines at a session and their signatures: what there is to sign, and when."""

    session: Session
    parts: tuple[Part, ...]
    lines: list[Attendance]
    sheet: Sheet | None
    given: list[Signature]

    @property
    def line(self) -> Attendance | None:
        """Their line, the first if they stand for two structures."""
        return self.lines[0] if self.lines else None

    @property
    def missing(self) -> list[Part]:
        """The half-days that one of their lines has not signed, begun or not."""
        given = {(signature.line_id, signature.half) for signature in self.given}
        lines: list[int | None] = [line.pk for line in self.lines] or [None]
        return [part for part in self.parts if any((line, part.half) not in given for line in lines)]

    @property
    def due(self) -> list[Part]:
        """Those that may be signed now."""
        return [part for part in self.missing if part.starts_at <= now()]

    @property
    def opens_at(self) -> datetime:
        """When the next half-day to sign begins."""
        return (self.missing or list(self.parts))[0].starts_at

    @property
    def is_late(self) -> bool:
        """Whether the sheet will say of a signature given now that it came late."""
        return bool(self.due) and self.due[0].is_late(now())

    @property
    def state(self) -> str:
        """early, waiting (for the facilitator to open), now, later (the other half-day), signed, closed (too late), or
        nothing: whoever was excused or absent has nothing to sign, and nobody signs what was never opened."""
        if self.session.state != SessionState.PUBLISHED or not self.parts:
            return ""
        if not self.missing:
            return "signed"
        return self._ahead if self.session.starts_at > now() else self._once_begun

    @property
    def _ahead(self) -> str:
        """A meeting is signed only if its team wishes so: nothing is announced."""
        return "" if self.session.is_meeting else "early"

    @property
    def _once_begun(self) -> str:
        over = self.session.ends_at <= now()
        if self.sheet is None or self.sheet.opened_at is None:
            return "" if over or self.session.is_meeting else "waiting"
        if self.sheet.is_sealed or self.session.ends_at + CODE_LASTS <= now():
            return "closed" if any(line.presence in CAME for line in self.lines) else ""
        if over and self._is_away:
            return ""
        return "now" if self.due else "later"

    @property
    def _is_away(self) -> bool:
        return bool(self.lines) and all(line.presence in {Presence.EXCUSED, Presence.ABSENT} for line in self.lines)


def own_turn(session: Session, user: Any) -> Turn:
    """The reader's part in the sheet of a session: one query before it begins, three from then on."""
    own = session.attendances.filter(participant__user=user).select_related("structure")
    lines = list(own.order_by("pk"))
    parts = halves_of(session.starts_at, session.ends_at) if session.is_dated else ()
    if not parts or session.starts_at > now():
        return Turn(session, parts, lines, None, [])
    sheet = Sheet.objects.filter(session=session).first()
    signed = Signature.objects.standing().filter(sheet=sheet, line__in=lines) if sheet and lines else None
    return Turn(session, parts, lines, sheet, list(signed.order_by("signed_at", "pk")) if signed is not None else [])
