"""What there is to tell of a calendar, and whom: drafts to publish, and what changed of published sessions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from django.db.models import Count, Max, Min, Prefetch, Q, QuerySet

from accounts.models import User
from agenda.enums import ChangeKind, MailKind, Reply, SessionState
from agenda.models import Attendance, Publication, PublishedChange, Reschedule, Session, SessionMail, Told, Venue
from cohorts.models import Cohort
from core.dates import now
from core.enums import MailState

SOON = timedelta(hours=24)  # what is so near is told as soon as it changed
PATIENCE = timedelta(minutes=30)  # however busy the planning, nobody waits longer for what is due


@dataclass(frozen=True)
class Reader:
    """Somebody to write to about a session: their answer, and whether they are still invited."""

    user: User
    reply: Reply
    invited: bool = True


@dataclass(frozen=True)
class Change:
    """Something to tell of a session. `was` is what was told before; `readers` are written to, once each."""

    session: Session
    kind: ChangeKind
    was: Told | None = None
    reason: str = ""
    readers: list[Reader] = field(default_factory=list)

    @property
    def has_moved(self) -> bool:
        session = self.session
        return self.was is not None and (self.was.starts_at, self.was.ends_at) != (session.starts_at, session.ends_at)

    @property
    def is_elsewhere(self) -> bool:
        return self.was is not None and self.was.venue_id != self.session.venue_id

    @property
    def was_venue(self) -> Venue | None:
        return self.was.venue if self.was is not None else None

    @property
    def due_at(self) -> datetime | None:
        """When it will be told by itself."""
        return self.was.due_at if self.was is not None else None


WAITING = Q(state=SessionState.DRAFT, starts_at__isnull=False) | Q(
    state=SessionState.PUBLISHED, told__due_at__isnull=False
)


def to_tell(cohort: Cohort) -> list[Change]:
    """What a cohort's team may publish now, soonest first: its drafts that have a date, and what changed of published
    sessions and has not been told. Constant queries."""
    return changes(Session.objects.filter(WAITING, cohort=cohort))


def number_to_tell(cohort: Cohort) -> int:
    """How many sessions `to_tell` lists."""
    return Session.objects.filter(WAITING, cohort=cohort).count()


def changes(sessions: QuerySet[Session]) -> list[Change]:
    """The changes of these sessions with their readers; a published session of which nothing changed is left out."""
    rows = sessions.select_related("cohort", "project", "structure", "axis", "venue", "told__venue").order_by(
        "starts_at", "pk"
    )
    rows = rows.prefetch_related(Prefetch("reschedules", Reschedule.objects.order_by("at", "pk")))
    found = [change for row in rows if (change := _change(row))]
    return with_readers(found)


def _change(row: Session) -> Change | None:
    told = getattr(row, "told", None)
    if row.is_draft:
        return Change(row, ChangeKind.NEW)
    if row.is_cancelled:
        return Change(row, ChangeKind.CANCELLED, told)
    moves = list(row.reschedules.all())
    change = Change(row, ChangeKind.CHANGED, told, moves[-1].reason if moves else "")
    return change if change.has_moved or change.is_elsewhere else None


def with_readers(found: Sequence[Change]) -> list[Change]:
    """Adds whom each change concerns: the people invited, and those who were told of the session and are not invited
    any more. Nobody is written to about a session that has begun."""
    ahead = [change.session.pk for change in found if change.session.starts_at > now()]
    readers: dict[int, dict[int, Reader]] = {key: {} for key in ahead}
    lines = Attendance.objects.filter(session__in=ahead, participant__user__is_active=True)
    for line in lines.select_related("participant__user").order_by("participant__user__name", "pk"):
        user = line.participant.user
        readers[line.session_id].setdefault(user.pk, Reader(user, Reply(line.reply)))
    told_of = [change.session.pk for change in found if change.kind != ChangeKind.NEW]
    for row in _told_last(session for session in told_of if session in readers):
        person = row.mail.person
        if row.kind != MailKind.CANCELLATION and person is not None and person.is_active:
            readers[row.session_id].setdefault(person.pk, Reader(person, Reply.NONE, invited=False))
    return [replace(change, readers=list(readers.get(change.session.pk, {}).values())) for change in found]


def _told_last(sessions: Iterable[int]) -> list[SessionMail]:
    """The last mail about each session to each person."""
    rows = SessionMail.objects.filter(session__in=list(sessions), mail__person__isnull=False)
    last: dict[tuple[int, int | None], SessionMail] = {}
    for row in rows.select_related("mail__person").order_by("pk"):
        last[row.session_id, row.mail.person_id] = row
    return list(last.values())


def knows_of(sessions: Iterable[Session]) -> set[tuple[int, int | None]]:
    """(session, person), as keys, where the last message left the person invited. One query."""
    return {
        (row.session_id, row.mail.person_id)
        for row in _told_last(session.pk for session in sessions)
        if row.kind != MailKind.CANCELLATION
    }


def cohorts_due(instant: datetime) -> list[int]:
    """The cohorts, as keys, whose changes are to be told now: all of them are due, one has been due for long, or one is
    about the hours to come. One query."""
    near = Q(starts_at__range=(instant, instant + SOON)) | Q(session__starts_at__range=(instant, instant + SOON))
    waiting = Told.objects.filter(due_at__isnull=False, session__state=SessionState.PUBLISHED).order_by()
    spans = waiting.values_list("session__cohort").annotate(
        first=Min("due_at"), last=Max("due_at"), urgent=Count("pk", filter=near & Q(due_at__lte=instant))
    )
    return [cohort for cohort, first, last, urgent in spans if last <= instant or first <= instant - PATIENCE or urgent]


def people(found: Iterable[Change]) -> dict[User, list[tuple[Change, Reader]]]:
    """Whom these changes would be written to, each with all that concerns them: one message a person."""
    readers: dict[User, list[tuple[Change, Reader]]] = {}
    for change in found:
        for reader in change.readers:
            readers.setdefault(reader.user, []).append((change, reader))
    return readers


def publications(cohort: Cohort, limit: int = 10) -> list[Publication]:
    """The latest publications of a cohort with what each said: three queries."""
    said = PublishedChange.objects.select_related("session", "venue", "was_venue").order_by("starts_at", "pk")
    rows = Publication.objects.filter(cohort=cohort).select_related("author").order_by("-at", "-pk")
    return list(rows.prefetch_related(Prefetch("changes", said))[:limit])


@dataclass(frozen=True)
class Mailing:
    """The mails of one kind about a session that were written together, and what became of them."""

    kind: str
    at: datetime
    sent: int
    waiting: int
    failed: list[SessionMail]

    @property
    def label(self) -> str:
        return str(MailKind(self.kind).label)


@dataclass(frozen=True)
class Telling:
    """What the team reads on a sheet of who knows what: what a click would tell now and to whom, and the mails so far."""

    change: Change | None
    mailings: list[Mailing]

    @property
    def people(self) -> int:
        """To how many a message goes when the session is published, or its change told."""
        return len(self.change.readers) if self.change is not None else 0

    @property
    def failed(self) -> int:
        """How many messages will not arrive by themselves."""
        return sum(len(mailing.failed) for mailing in self.mailings)

    @property
    def unsent(self) -> int:
        return sum(mailing.waiting + len(mailing.failed) for mailing in self.mailings)


def telling(session: Session) -> Telling:
    """Constant queries, however many were written to."""
    found = changes(
        Session.objects.filter(pk=session.pk, starts_at__isnull=False).exclude(state=SessionState.CANCELLED)
    )
    return Telling(found[0] if found else None, mailings(session))


def readers(session: Session, kind: ChangeKind) -> list[Reader]:
    """Whom a message about this session would reach."""
    return with_readers([Change(session, kind)])[0].readers if session.is_dated else []


def moves(session: Session) -> list[Reschedule]:
    """Every time the session was given other hours once it was published, the latest first."""
    return list(session.reschedules.select_related("author").order_by("-at", "-pk"))


def asks_why(session: Session, starts_at: datetime, ends_at: datetime) -> bool:
    """Whether these hours would be news to the people invited: a published session to come that moves, and not back to
    where they believe it to be."""
    wanted = (starts_at, ends_at)
    if session.state != SessionState.PUBLISHED or wanted == (session.starts_at, session.ends_at):
        return False
    if max(session.starts_at, starts_at) <= now():
        return False
    return not Told.objects.filter(session=session, starts_at=starts_at, ends_at=ends_at).exists()


def mailings(session: Session) -> list[Mailing]:
    """Every time that people were written to about a session, the latest first: one query."""
    rows = session.mails.select_related("mail__person").defer("mail__text", "mail__html", "mail__parts")
    groups: dict[tuple[str, datetime], list[SessionMail]] = {}
    for row in rows.order_by("-mail__created_at", "-pk"):
        minute = row.mail.created_at.replace(second=0, microsecond=0)
        groups.setdefault((row.kind, minute), []).append(row)
    return [
        Mailing(
            kind=kind,
            at=group[0].mail.created_at,
            sent=sum(row.mail.state == MailState.SENT for row in group),
            waiting=sum(row.mail.state == MailState.WAITING for row in group),
            failed=[row for row in group if row.mail.state == MailState.FAILED],
        )
        for (kind, _minute), group in groups.items()
    ]
