"""What was told of the calendar, and when: the publications of 2021, two sessions that moved, and the mails about those to
come. Nothing leaves: the mails stand in the outbox as sent long ago."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from accounts.models import User
from agenda.actions import QUIET, preview
from agenda.enums import ChangeKind, MailKind, SessionState
from agenda.models import Publication, PublishedChange, Reschedule, Session, SessionMail, Told
from agenda.queries import Change, people, with_readers
from cohorts.enums import SessionForm
from cohorts.models import Cohort
from core.dates import combine, day_bounds, today
from core.enums import MailState
from core.models import OutboxMail
from core.outbox import row_of
from projects.models import Participant

from .around import ago, between, told

KINDS = {ChangeKind.NEW: MailKind.INVITATION, ChangeKind.CHANGED: MailKind.CHANGE}


def tell(cohort: Cohort, author: User) -> None:
    said, today_begins = told(), day_bounds(today())[0]
    rows = Session.objects.filter(cohort=cohort, state=SessionState.PUBLISHED)
    rows = rows.select_related("cohort", "project", "axis", "venue", "slot").order_by("starts_at", "pk")
    of_the_edition(said, cohort, list(rows.filter(starts_at__lt=today_begins)), author)
    ahead = list(rows.filter(starts_at__gte=today_begins))
    follow_ups = [row for row in ahead if row.form == SessionForm.MEETING and not hasattr(row, "slot")]
    known = said["follow_up"]
    late = next(row for row in follow_ups if row.project is not None and row.project.slug == known["project"])
    with first_planned(late, between(late.day, known["was"])):
        publish(cohort, [Change(row, ChangeKind.NEW) for row in follow_ups], author, ago(known["published"]))
        was = Told.objects.get(session=late)
    for row in ahead:
        if row not in follow_ups:
            publish(cohort, [Change(row, ChangeKind.NEW)], author, ago(said["seminar"]["published"]))
    reschedule(late, was, author, known["reason"], ago(known["moved"]))
    change = Change(late, ChangeKind.CHANGED, was, known["reason"])
    publish(cohort, [change], None, ago(known["moved"]) + QUIET)


def of_the_edition(said: dict[str, Any], cohort: Cohort, rows: Sequence[Session], author: User) -> None:
    """The calendar of 2021 in three times, and the half-day that was first planned on a public holiday."""
    known, left = said["moved"], rows
    late = [row for row in rows if row.form == SessionForm.WORKSHOP][known["half_day"] - 1]
    with first_planned(late, between(known["was"], known["hours"])):
        for row in said["told"]:
            batch = [one for one in left if one.day <= row["until"]]
            left = [one for one in left if one.day > row["until"]]
            at = combine(row["at"], dt.time(11))
            keep(cohort, [Change(one, ChangeKind.NEW) for one in batch], author, at, _number(cohort, row["at"]))
        was = Told.objects.get(session=late)
    at = combine(known["at"], dt.time(16))
    reschedule(late, was, author, known["reason"], at)
    keep(cohort, [Change(late, ChangeKind.CHANGED, was)], None, at + QUIET, _number(cohort, known["at"]))


@contextmanager
def first_planned(session: Session, hours: tuple[dt.datetime, dt.datetime]) -> Iterator[None]:
    """The session at the hours it was told with first, while they are told; the row itself holds those of today."""
    now = session.starts_at, session.ends_at
    session.starts_at, session.ends_at = hours
    yield
    session.starts_at, session.ends_at = now


def reschedule(session: Session, was: Told, author: User, reason: str, at: dt.datetime) -> None:
    Reschedule.objects.create(
        session=session, was_starts_at=was.starts_at, was_ends_at=was.ends_at, starts_at=session.starts_at,
        ends_at=session.ends_at, author=author, reason=reason, at=at,
    )  # fmt: skip
    session.version += 1
    Session.objects.filter(pk=session.pk).update(version=session.version)


def keep(cohort: Cohort, changes: Iterable[Change], author: User | None, at: dt.datetime, number: int) -> None:
    """One telling: what it said of each session, and that its people know."""
    found = list(changes)
    publication = Publication.objects.create(cohort=cohort, author=author, at=at, people=number, is_example=True)
    PublishedChange.objects.bulk_create(
        PublishedChange(
            publication=publication, session=row.session, kind=row.kind, starts_at=row.session.starts_at,
            ends_at=row.session.ends_at, venue=row.session.venue, was_starts_at=row.was.starts_at if row.was else None,
            was_ends_at=row.was.ends_at if row.was else None, was_venue=row.was.venue if row.was else None,
        )
        for row in found
    )  # fmt: skip
    sessions = [row.session for row in found]
    Session.objects.filter(pk__in=[row.pk for row in sessions], published_at=None).update(published_at=at)
    Told.objects.filter(session__in=sessions).delete()
    Told.objects.bulk_create(
        Told(session=row, starts_at=row.starts_at, ends_at=row.ends_at, venue=row.venue, at=at) for row in sessions
    )


def publish(cohort: Cohort, changes: Sequence[Change], author: User | None, at: dt.datetime) -> None:
    """A telling of sessions to come, with the mail that each person got."""
    found = with_readers(changes)
    readers = people(found)
    keep(cohort, found, author, at, len(readers))
    mails = []
    for person, concerning in readers.items():
        mail = row_of(preview(found, str(person.pk)))
        mail.state, mail.sent_at, mail.waiting_since = MailState.SENT, at, at
        mails.append((mail, [change for change, _reader in concerning]))
    OutboxMail.objects.bulk_create(mail for mail, _changes in mails)
    OutboxMail.objects.filter(pk__in=[mail.pk for mail, _changes in mails]).update(created_at=at)
    SessionMail.objects.bulk_create(
        SessionMail(session=change.session, mail=mail, kind=KINDS[change.kind])
        for mail, concerning in mails
        for change in concerning
    )


def _number(cohort: Cohort, day: dt.date) -> int:
    """The persons who took part on a day, or on the first of the edition."""
    then = Participant.objects.active_on(max(day, cohort.starts_on)).filter(membership__project__cohort=cohort)
    return len(set(then.values_list("user", flat=True)))
