"""Showing sessions to the people they concern, telling them what changed, and calling sessions off.

A page shows the truth at once. The mail about a change of a published session follows when the calendar has been left
alone for a while, so that five drags are one message; what was moved there and back is not told at all.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from agenda.enums import ChangeKind, Reply, SessionState
from agenda.models import Publication, PublishedChange, Reschedule, Session, Told
from agenda.queries import SOON, Change, changes, cohorts_due, people, with_readers
from cohorts.models import Cohort
from core.dates import now, paris_day
from core.enums import Verb
from core.errors import Refused
from core.rules import keep
from core.trail import record

from .clashing import refuse_publication
from .session_mails import write

QUIET = timedelta(minutes=10)  # without a further change in the cohort, and what changed is told


@transaction.atomic
def publish_session(*, actor: User, session: Session) -> Session:
    """Shows a draft to the people it concerns and writes to them; of a published session, tells at once what changed.
    Refuses a cancelled one."""
    stored = _lock_one(session)
    _refuse_to_publish(actor, stored)
    if stored.is_draft or Told.objects.filter(session=stored, due_at__isnull=False).exists():
        _tell(actor, stored.cohort, [stored])
    return Session.objects.get(pk=stored.pk)


@transaction.atomic
def publish_calendar(*, actor: User, cohort: Cohort, sessions: Sequence[int], people: int) -> Publication:
    """Publishes the drafts and tells the changes that were chosen: one message a person with all that concerns them.

    `people` is the number that the button said. Refuses when it is another by now, when nothing is chosen, and when a
    session was cancelled meanwhile, waits for its date or is not of this cohort.
    """
    rows = _locked(sessions)
    if not rows:
        raise Refused(_("Choose what to publish."))
    if any(row.cohort_id != cohort.pk for row in rows):
        raise Refused(_("A session is not of this cohort."))
    for row in rows:
        _refuse_to_publish(actor, row)
    return _tell(actor, cohort, rows, people)


@transaction.atomic
def cancel_session(*, actor: User, session: Session) -> Session:
    """Cancels a session for everybody and writes to those invited; its lines and answers stay. Refuses once attendance
    has been taken."""
    stored = _lock_one(session)
    if stored.is_cancelled:
        return stored
    if not stored.is_dated:
        raise Refused(_("This session waits for its date: take it off the list instead."))
    if stored.attendances.taken().exists():
        raise Refused(_("Attendance has been taken at this session: it was held and cannot be cancelled."))
    if not stored.is_draft:
        stored.published_at = stored.published_at or now()  # the people invited have seen it and must see it cancelled
    draft = stored.is_draft
    stored.state = SessionState.CANCELLED
    _save_state(stored)
    record(actor, Verb.CANCELLED, stored)
    if not draft:
        _publication(actor, stored.cohort, changes(Session.objects.filter(pk=stored.pk)))
    return stored


def tell_new(actor: User, session: Session) -> Publication:
    """Writes to the people of a session that was published as it was planned."""
    return _publication(actor, session.cohort, with_readers([Change(session, ChangeKind.NEW)]))


def note_change(actor: User, session: Session, before: dict[str, Any], why: str) -> None:
    """After a published session was given other hours or another place: keeps the old hours with the reason, and sets
    the instant at which its people will be told. Back where they believe it to be, there is nothing to tell."""
    if session.state != SessionState.PUBLISHED:
        return
    old, hours = (before["starts_at"], before["ends_at"]), (session.starts_at, session.ends_at)
    if old == hours and before["venue"] == session.venue:
        return
    known: dict[str, Any] = {"starts_at": old[0], "ends_at": old[1], "venue": before["venue"]}
    told, _created = Told.objects.get_or_create(
        session=session, defaults={**known, "at": session.published_at or session.created_at}
    )
    if old != hours:
        keep(
            Reschedule(
                session=session,
                was_starts_at=old[0],
                was_ends_at=old[1],
                starts_at=hours[0],
                ends_at=hours[1],
                author=actor,
                reason=why,
            )
        )
    as_told = (told.starts_at, told.ends_at, told.venue_id) == (*hours, session.venue_id)
    told.due_at, told.changed_by = (None, None) if as_told else (due_at(told, session), actor)
    told.save(update_fields=["due_at", "changed_by"])


def due_at(told: Told, session: Session) -> datetime | None:
    """When a change made now is told by itself: after a while of quiet, at once when either date is near, and never
    when both are over."""
    instant = now()
    nearest = min((start for start in (told.starts_at, session.starts_at) if start > instant), default=None)
    if nearest is None:
        return None
    return instant if nearest - instant < SOON else instant + QUIET


def tell_due() -> int:
    """Tells what changed in each cohort whose calendar has been left alone long enough. Gives how many cohorts."""
    return sum(_tell_cohort(cohort) for cohort in cohorts_due(now()))


@transaction.atomic
def _tell_cohort(cohort: int) -> bool:
    due = Session.objects.filter(cohort=cohort, state=SessionState.PUBLISHED, told__due_at__lte=now())
    rows = _locked(list(due.order_by("pk").values_list("pk", flat=True)))
    if rows:
        _tell(None, rows[0].cohort, rows)
    return bool(rows)


def _tell(actor: User | None, cohort: Cohort, rows: Sequence[Session], expected: int | None = None) -> Publication:
    """Publishes drafts and tells changes of sessions that are locked."""
    found = changes(Session.objects.filter(pk__in=[row.pk for row in rows]))
    if not found:
        raise Refused(_("Everything chosen has been published meanwhile."))
    if expected is not None and len(people(found)) != expected:
        raise Refused(_count_sentence(expected, len(people(found))))
    for change in found:
        if change.kind == ChangeKind.NEW:
            change.session.state, change.session.published_at = SessionState.PUBLISHED, now()
            _save_state(change.session)
            record(actor, Verb.PUBLISHED, change.session)
        elif change.was is not None and paris_day(change.was.starts_at) != change.session.day:
            _ask_again(actor, change)
    return _publication(actor, cohort, with_readers(found))


def _count_sentence(expected: int, found: int) -> str:
    return ngettext(
        "The list changed meanwhile: %(found)d person would be written to, and not %(expected)d. Look again, then publish.",
        "The list changed meanwhile: %(found)d people would be written to, and not %(expected)d. Look again, then publish.",
        found,
    ) % {"found": found, "expected": expected}


def _ask_again(actor: User | None, change: Change) -> None:
    """An answer given for another day is no answer: everybody is asked anew."""
    answered = change.session.attendances.exclude(reply=Reply.NONE)
    if count := answered.update(reply=Reply.NONE):
        record(actor, Verb.CHANGED, change.session, replies_taken_back=count)


def _publication(actor: User | None, cohort: Cohort, found: Sequence[Change]) -> Publication:
    """Keeps what is told of each session, and writes to each person once."""
    readers = people(found)
    publication = Publication.objects.create(cohort=cohort, author=actor, people=len(readers))
    PublishedChange.objects.bulk_create(_said(publication, change) for change in found)
    for change in found:
        _remember(change.session, publication.at)
    for person, concerning in readers.items():
        write(person, concerning)
    return publication


def _said(publication: Publication, change: Change) -> PublishedChange:
    session, was = change.session, change.was
    return PublishedChange(
        publication=publication,
        session=session,
        kind=change.kind,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        venue=session.venue,
        was_starts_at=was.starts_at if was else None,
        was_ends_at=was.ends_at if was else None,
        was_venue=was.venue if was else None,
    )


def _remember(session: Session, at: datetime) -> None:
    known = {"starts_at": session.starts_at, "ends_at": session.ends_at, "venue": session.venue, "at": at}
    Told.objects.update_or_create(session=session, defaults={**known, "due_at": None, "changed_by": None})


def _refuse_to_publish(actor: User, session: Session) -> None:
    if session.is_cancelled:
        raise Refused(_("This session was cancelled: plan another one."))
    if not session.is_dated:
        raise Refused(_("This session waits for its date: give it a day and hours first."))
    if session.is_draft:
        refuse_publication(actor, session)


def _lock_one(session: Session) -> Session:
    rows = _locked([session.pk])
    if not rows:
        raise Refused(_("This session was taken off the list meanwhile."))
    return rows[0]


def _locked(keys: Iterable[int]) -> list[Session]:
    """The sessions, locked in one order for everybody."""
    rows = Session.objects.filter(pk__in=list(keys)).select_related("cohort", "venue").order_by("pk")
    return list(rows.select_for_update(of=("self",)))


def _save_state(session: Session) -> None:
    session.version += 1
    session.save(update_fields=["state", "published_at", "version", "updated_at"])
