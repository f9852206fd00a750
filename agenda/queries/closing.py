"""The sheets that are not closed yet, with what each of them wants: for whoever must act."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from agenda.enums import Presence, SessionState
from agenda.halves import halves_of
from agenda.models import Attendance, Session, SessionQuerySet, Signature, WalkIn
from cohorts.enums import SessionForm
from cohorts.models import Cohort
from core.dates import now

from .attendance import Box, Line, Row, tally_of
from .signing import CODE_LASTS


@dataclass(frozen=True)
class Open:
    """A sheet that is to be closed: of how many people on it nothing is said, how many signatures are missing, how many
    half-days nobody has countersigned, how many scans there are."""

    session: Session
    unsaid: int
    wanting: int
    uncountersigned: int
    scans: int
    lines: int

    @property
    def is_begun(self) -> bool:
        return self.unsaid < self.lines

    @property
    def to_read(self) -> int:
        """The lines that the scan says and nobody has read."""
        return self.unsaid if self.scans else 0


def to_close(cohort: Cohort, limit: int) -> list[Open]:
    """The sheets of a cohort that are over and not sealed, the latest first: those of collective sessions, and those
    of meetings that somebody opened or scanned. Four queries, however many."""
    over = Session.objects.filter(cohort=cohort, state=SessionState.PUBLISHED, ends_at__lte=now())
    wanted = Q(form__in=[SessionForm.WORKSHOP, SessionForm.SEMINAR]) | Q(sheet__opened_at__isnull=False)
    rows = over.filter(wanted | Q(sheet__scans__isnull=False), sheet__sealed_at__isnull=True)
    rows = rows.annotate(n_scans=Count("sheet__scans", distinct=True)).order_by("-starts_at", "-pk")
    return _opened(rows, limit)


def _opened(rows: SessionQuerySet, limit: int) -> list[Open]:
    sessions = list(rows[:limit])
    signatures = list(Signature.objects.standing().filter(sheet__session__in=sessions).select_related("sheet"))
    lines: dict[int, list[Line]] = {session.pk: [] for session in sessions}
    for line in _lines(sessions):
        lines[line.session_id].append(line)
    return [
        _standing(session, lines[session.pk], [one for one in signatures if one.sheet.session_id == session.pk])
        for session in sessions
    ]


def _lines(sessions: Sequence[Session]) -> Iterable[Line]:
    yield from Attendance.objects.filter(session__in=sessions).order_by("pk")
    yield from WalkIn.objects.filter(session__in=sessions).order_by("pk")


def _standing(session: Any, lines: Sequence[Line], signatures: Sequence[Signature]) -> Open:
    parts = halves_of(session.starts_at, session.ends_at)
    given = {(one.line_id, one.walk_in_id, one.half): one for one in signatures}
    rows = []
    for line in lines:
        keys = (None, line.pk) if isinstance(line, WalkIn) else (line.pk, None)
        boxes = tuple(Box(part, given.get((*keys, part.half))) for part in parts)
        rows.append(Row(line, Presence(line.presence), boxes, ()))
    tally = tally_of(rows)
    done = {one.half for one in signatures if one.countersigner_id}
    return Open(
        session=session,
        unsaid=tally.unsaid,
        wanting=tally.wanting,
        uncountersigned=sum(part.half not in done for part in parts),
        scans=session.n_scans,
        lines=tally.all,
    )


def own_to_sign(user: Any, cohort: Cohort) -> list[Session]:
    """The sessions of a cohort whose sheet this person can sign now and has not, one query; `sheet` is loaded."""
    signed = Signature.objects.standing().filter(line=OuterRef("pk"))
    open_now = Attendance.objects.filter(
        ~Exists(signed),
        participant__user=user,
        session__cohort=cohort,
        session__state=SessionState.PUBLISHED,
        session__starts_at__lte=now(),
        session__ends_at__gt=now() - CODE_LASTS,
        session__sheet__opened_at__isnull=False,
        session__sheet__sealed_at__isnull=True,
    )
    over = Q(session__ends_at__lte=now(), presence__in=[Presence.EXCUSED, Presence.ABSENT])
    lines = open_now.exclude(over).select_related("session__sheet").order_by("session__starts_at", "pk")
    return list({line.session_id: line.session for line in lines}.values())
