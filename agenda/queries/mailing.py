"""How many people a click would write to: said on the button before it is pressed."""

from collections.abc import Iterable, Sequence
from datetime import date

from accounts.models import User
from agenda.enums import ChangeKind, SessionState
from agenda.models import Attendance, Session, Told
from core.dates import now, paris_day
from core.timetable import Interval
from projects.models import Participant

from .publication import Change, knows_of, with_readers
from .reminders import takes_part
from .sheet import concerned
from .slots import SlotLine


def would_invite(session: Session, day: date) -> set[int]:
    """Whom publishing this session on a day would write to, as keys; it need not be kept yet. One query."""
    people = concerned(session.cohort, session.project, day, session.structure).filter(user__is_active=True)
    return set(people.order_by().values_list("user", flat=True))


def would_be_told(session: Session, hours: Interval, venue: int | None) -> set[int]:
    """Whom giving a session these hours and this place would write to, as keys: nobody of a draft, nor where it stays
    where people believe it to be, nor once it is over."""
    told = Told.objects.filter(session=session).first() or session
    as_told = (told.starts_at, told.ends_at, told.venue_id) == (hours.start, hours.end, venue)
    if session.state != SessionState.PUBLISHED or as_told or hours.start <= now():
        return set()
    return _told_of(session) | would_invite(session, paris_day(hours.start))


def _told_of(session: Session) -> set[int]:
    """Who reads of a change of the session wherever it goes: who answered, and who was told of it."""
    lines = Attendance.objects.filter(session=session, participant__user__is_active=True)
    said = lines.exclude(pk__in=lines.blank().values("pk")).order_by().values_list("participant__user", flat=True)
    known = {key for _session, key in knows_of([session]) if key is not None}
    return set(said) | set(User.objects.filter(pk__in=known, is_active=True).order_by().values_list("pk", flat=True))


def booking_mails(session: Session, facilitators: Iterable[User], actor: User, day: date) -> int:
    """To how many a mail goes when a slot is booked: those invited, and who holds the meeting but for whoever books."""
    return len(would_invite(session, day) | _team(facilitators, actor))


def cancelling_mails(lines: Sequence[SlotLine], actor: User) -> dict[int, int]:
    """The same when each of these bookings is cancelled, by the key of its slot. Constant queries."""
    sessions = {line.slot.session.pk: line.slot.session for line in lines if line.slot.session is not None}
    told = with_readers([Change(session, ChangeKind.CANCELLED) for session in sessions.values()])
    readers = {change.session.pk: {reader.user.pk for reader in change.readers} for change in told}
    return {
        line.slot.pk: len(readers[line.slot.session_id] | _team(line.slot.offer.facilitators.all(), actor))
        for line in lines
        if line.slot.session_id in readers
    }


def moving_mails(session: Session, lines: Sequence[SlotLine], actor: User) -> dict[int, int]:
    """The same when the meeting moves to each of these slots, by its key. Constant queries."""
    rows = Participant.objects.filter(membership__project=session.project, user__is_active=True)
    if session.structure is not None:
        rows = rows.filter(membership__structure=session.structure)
    parts = list(rows.select_related("membership").order_by("pk"))
    told = _told_of(session)
    return {
        line.slot.pk: len(
            told
            | {part.user_id for part in parts if takes_part(part, line.slot.day)}
            | _team(line.slot.offer.facilitators.all(), actor)
        )
        for line in lines
    }


def _team(facilitators: Iterable[User], actor: User) -> set[int]:
    return {person.pk for person in facilitators if person.is_active and person.pk != actor.pk}
