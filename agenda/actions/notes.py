"""Preparing a session and writing it up. A text that meets another one is kept beside it, never dropped."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from agenda.enums import Audience
from agenda.models import Note, NoteSharing, Point, Session
from agenda.queries import Subject, points_mark
from cohorts.models import Axis
from core.enums import Verb
from core.errors import EditedElsewhere, Refused
from core.rules import keep
from core.saving import Saved, save_version
from core.trail import record
from projects.actions import send_actions
from projects.models import Action


@transaction.atomic
def set_points(*, actor: User, session: Session, subjects: Sequence[Subject], seen: int | None = None) -> list[Point]:
    """Says what is to be talked about in a session, in this order; what was there before gives way.

    Refuses a cancelled session, an axis of another edition and, with both lists, one that changed since it was shown.
    """
    stored = _locked(session)
    before = list(Point.objects.filter(session=stored).order_by("position"))
    mark = points_mark(before)
    if seen is not None and seen != mark:
        raise EditedElsewhere(
            _(
                "Somebody else changed what is to be talked about. Their list stands below yours: save again to keep yours."
            ),
            theirs=before,
            yours=subjects,
            version=mark,
        )
    for subject in subjects:
        _check_axis(stored, subject.axis)
    Point.objects.filter(session=stored).delete()
    points = [
        Point(session=stored, position=place, text=one.text, axis=one.axis, minutes=one.minutes)
        for place, one in enumerate(subjects, start=1)
    ]
    for point in points:
        keep(point)
    record(actor, Verb.CHANGED, stored, points=len(points))
    return points


def save_note(
    *,
    actor: User,
    session: Session,
    audience: str,
    axis: Axis | None,
    topics: str,
    decisions: str,
    next_steps: str,
    minutes: int | None,
    seen: int,
    attempt: UUID | None,
) -> Saved:
    """Saves what was said of an axis in a session, for one audience.

    Refuses a cancelled session and one that has no date yet. Repeated, unchanged and clashing saves: as
    `core.saving.save_version` says; a clash is raised once both texts are committed.
    """
    content = {"topics": topics, "decisions": decisions, "next_steps": next_steps, "minutes": minutes}
    with transaction.atomic():
        stored = _locked(session)
        _check_axis(stored, axis)
        note = _locked_note(actor, stored, audience, axis, anything=any(content.values()))
        if note is None:
            return Saved(0, timezone.now())
        outcome = save_version(
            note,
            content,
            actor=actor,
            seen=seen,
            attempt=attempt,
            verb=Verb.NOTED,
            sentence=_("This note changed while you were writing. Both texts are kept: choose one."),
        )
    if isinstance(outcome, EditedElsewhere):
        raise outcome
    return outcome


def _locked_note(actor: User, session: Session, audience: str, axis: Axis | None, *, anything: bool) -> Note | None:
    """The note under lock, inserted where there is something to write; None where there is nothing at all."""
    rows = Note.objects.select_for_update(of=("self",))
    found = rows.filter(session=session, audience=audience, axis=axis).first()
    if found is not None:
        return found if anything or found.version else None
    if not anything:
        return None
    return Note.objects.create(session=session, audience=audience, axis=axis, updated_by=actor)


@transaction.atomic
def share_note(*, actor: User, session: Session) -> int:
    """Gives the write-up to the people of the session, and mails those who have something to do, each with a link to
    answer. Gives the number of people mailed. Shared already, it only mails what is new since.

    Refuses a write-up in which nothing is for the project, and a session that its people do not see.
    """
    stored = _locked(session)
    if stored.is_draft:
        raise Refused(_("Publish the session first: its people do not see it yet."))
    notes = Note.objects.filter(session=stored, audience=Audience.PROJECT)
    actions = list(Action.objects.open().filter(source_type=stored._meta.label_lower, source_id=stored.pk))
    if all(note.is_empty for note in notes.order_by("pk")) and not actions:
        raise Refused(_("Write something for the project first: there is nothing to share yet."))
    _sharing, made = NoteSharing.objects.get_or_create(session=stored, defaults={"shared_by": actor})
    if made:
        record(actor, Verb.SHARED, stored)
    return send_actions(actor=actor, actions=[action for action in actions if action.reminded_at is None])


@transaction.atomic
def unshare_note(*, actor: User, session: Session) -> None:
    """Takes the write-up back from the people of the session; what is not shared stays so. Mails that left stay out."""
    stored = Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
    gone, _rows = NoteSharing.objects.filter(session=stored).delete()
    if gone:
        record(actor, Verb.UNSHARED, stored)


def _locked(session: Session) -> Session:
    stored = Session.objects.select_for_update(of=("self",)).select_related("cohort").get(pk=session.pk)
    if stored.is_cancelled:
        raise Refused(_("This session was cancelled: plan another one."))
    if not stored.is_dated:
        raise Refused(_("This session has no date yet: give it one first."))
    return stored


def _check_axis(session: Session, axis: Axis | None) -> None:
    if axis is not None and axis.version_id != session.cohort.content_id:
        raise Refused(_("This axis is not of this cohort's content."), field="axis")
