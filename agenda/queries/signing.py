"""What the pages show on which people sign: by the code in the room, by a mailed link, on the shared tablet."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from agenda.enums import Half
from agenda.models import Attendance, Session, Sheet, WalkIn
from core.dates import now

from .attendance import Line, Roll, Row, half_now, roll
from .sheet import concerned

# A code opens a page for as long as a device may still bring what it kept.
CODE_LASTS = timedelta(days=14)


@dataclass(frozen=True)
class Own:
    """What one person has to sign at a session. `may_join` when they take part and joined after the list was made."""

    roll: Roll
    rows: list[Row]
    may_join: bool

    @property
    def half(self) -> Half:
        return half_now(self.roll.parts)


def sheet_by_code(code: str) -> Sheet | None:
    """The sheet with this code, as long as it may be of use."""
    sheets = Sheet.objects.select_related("session__cohort", "session__project", "session__structure", "session__venue")
    return sheets.filter(code=code, session__ends_at__gt=now() - CODE_LASTS).first()


def sheet_of_tablet(key: int) -> Sheet | None:
    return (
        Sheet.objects.select_related("session__cohort", "session__project", "session__structure", "session__venue")
        .filter(pk=key)
        .first()
    )


def own(session: Session, user: Any) -> Own:
    """The reader's rows on the sheet."""
    seen = roll(session)
    rows = [row for row in seen.rows if isinstance(row.line, Attendance) and row.line.participant.user_id == user.pk]
    people = concerned(session.cohort, session.project, session.day, session.structure)
    may_join = not rows and people.filter(user=user).exists()
    return Own(seen, rows, may_join)


def session_with_sheet(key: int) -> Session | None:
    return Session.objects.dated().select_related("cohort", "project", "structure", "venue").filter(pk=key).first()


def line_named(session: Session, word: str) -> Line | None:
    """The line of this session that a form names, like line-12."""
    kind, _dash, key = word.rpartition("-")
    if kind == "walk-in":
        return WalkIn.objects.select_related("structure", "session__cohort").filter(pk=key, session=session).first()
    lines = Attendance.objects.select_related("structure", "participant__user", "session__cohort")
    return lines.filter(pk=key, session=session).first()
