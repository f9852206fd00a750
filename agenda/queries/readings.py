"""Who has read the write-up of a session, and who objects to something in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Sum

from accounts.models import User
from agenda.enums import Audience, NoteSaid
from agenda.models import Attendance, Note, NoteReading, Session
from cohorts.models import Cohort


@dataclass(frozen=True)
class Reading:
    """A person of the session and their last word on its write-up; None where they have said nothing. It is `stale` once
    the write-up has changed after it."""

    person: User
    row: NoteReading | None
    stale: bool


@dataclass(frozen=True)
class Readings:
    """What a reader of the write-up sees of the others' word; `own` is theirs, `mark` the write-up as it stands."""

    mark: int
    own: NoteReading | None
    own_stale: bool
    objections: list[Reading]
    read: list[Reading]
    awaited: list[Reading]


def note_mark(session: Session) -> int:
    """A number that grows with each text of the write-up that was applied for the project."""
    rows = Note.objects.filter(session=session, audience=Audience.PROJECT)
    return rows.aggregate(mark=Sum("version"))["mark"] or 0


def last_words(rows: Iterable[NoteReading]) -> dict[int, NoteReading]:
    """The last word of each person; rows come in the order in which they were said."""
    return {row.person_id: row for row in rows}


def readings(user: Any, session: Session) -> Readings:
    """Of the people of the session, who has read its write-up, who objects and who is awaited. Three queries."""
    mark = note_mark(session)
    rows = NoteReading.objects.filter(session=session).select_related("person").order_by("said_at", "pk")
    words = last_words(rows)
    lines = Attendance.objects.filter(session=session, participant__user__is_active=True)
    people = {line.participant.user_id: line.participant.user for line in lines.select_related("participant__user")}
    people |= {key: row.person for key, row in words.items()}
    told = [_reading(person, words.get(key), mark) for key, person in people.items()]
    told.sort(key=lambda one: (str(one.person), one.person.pk))
    own = words.get(user.pk)
    return Readings(
        mark=mark,
        own=own,
        own_stale=own is not None and own.mark != mark,
        objections=[one for one in told if one.row and one.row.said == NoteSaid.OBJECTS],
        read=[one for one in told if one.row and one.row.said == NoteSaid.READ],
        awaited=[one for one in told if one.row is None],
    )


def _reading(person: User, row: NoteReading | None, mark: int) -> Reading:
    return Reading(person, row, stale=row is not None and row.mark != mark)


def objections(cohort: Cohort) -> list[NoteReading]:
    """The objections that stand in the sessions of a cohort, for its team: the last word of their person, on a write-up
    that has not changed since. Two queries."""
    rows = NoteReading.objects.filter(session__cohort=cohort).select_related("person", "session")
    words = {(row.session_id, row.person_id): row for row in rows.order_by("said_at", "pk")}
    standing = [row for row in words.values() if row.said == NoteSaid.OBJECTS]
    notes = Note.objects.filter(session__in={row.session_id for row in standing}, audience=Audience.PROJECT)
    marks = dict(notes.order_by().values_list("session").annotate(mark=Sum("version")))
    return [row for row in standing if row.mark == marks.get(row.session_id)]
