"""Every write of the logbook. A text that meets another one is kept beside it, never dropped."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cohorts.models import Criterion, Question, Round
from core import trail
from core.dates import format_day, today
from core.enums import Verb
from core.errors import EditedElsewhere, Refused
from projects.models import Project, Structure

from .models import Answer, AnswerVersion, Assessment, Score, ScoreVersion
from .queries import is_open_on


@dataclass(frozen=True)
class Saved:
    """What is acknowledged: the version that this very save made (or found alike), and when."""

    version: int
    at: datetime


@dataclass(frozen=True)
class Mark:
    """A level (None: not concerned yet) and its comment, which are saved and compared together."""

    level: int | None
    comment: str


def save_answer(
    *,
    actor: Any,
    project: Project,
    question: Question,
    structure: Structure,
    text: str,
    seen: int,
    attempt: UUID | None,
) -> Saved:
    """Saves the text of an answer in the name of a structure, an empty one too.

    The same attempt twice is acknowledged and not doubled, and an unchanged text makes no version. A text written over
    a version that the person has not seen is kept beside it, and EditedElsewhere says so once that is committed.
    """
    _check_edition(project, question)
    owner = None if question.is_collective else structure
    with transaction.atomic():
        answer = _locked_answer(actor, project, question, owner, text)
        if answer is None:
            return Saved(0, timezone.now())
        outcome = _write_answer(actor, answer, structure, text, seen, attempt)
    if isinstance(outcome, EditedElsewhere):
        raise outcome
    return outcome


def _check_edition(project: Project, part: Question | Criterion) -> None:
    if part.axis.version_id != project.cohort.content_id:
        raise Refused(_("This belongs to another edition of the programme."))


def _locked_answer(
    actor: Any, project: Project, question: Question, owner: Structure | None, text: str
) -> Answer | None:
    """The answer under lock, inserted where there is something to write; two who insert at once get the same row."""
    rows = Answer.objects.select_for_update(of=("self",))
    found = rows.filter(project=project, question=question, structure=owner).first()
    if found is not None or not text:
        return found
    made, _created = Answer.objects.get_or_create(
        project=project, question=question, structure=owner, defaults={"updated_by": actor}
    )
    return rows.get(pk=made.pk)


def _write_answer(
    actor: Any, answer: Answer, structure: Structure, text: str, seen: int, attempt: UUID | None
) -> Saved | EditedElsewhere:
    key = _attempt_key(attempt, actor, answer, text)
    repeated = answer.versions.filter(attempt=key).first() if key else None
    if repeated is not None and repeated.applied:
        return Saved(repeated.number, repeated.created_at)
    if answer.text == text:
        return Saved(answer.version, timezone.now())
    applied = answer.version in (0, seen)
    if applied:
        answer.text, answer.updated_by = text, actor
        answer.version += 1
        answer.save(update_fields=["text", "updated_by", "version", "updated_at"])
        trail.record(actor, Verb.ANSWERED, answer, version=answer.version)
    if repeated is None:
        AnswerVersion.objects.create(
            answer=answer,
            number=answer.version,
            text=text,
            author=actor,
            structure=structure,
            applied=applied,
            attempt=key,
        )
    if applied:
        return Saved(answer.version, answer.updated_at)
    return EditedElsewhere(
        _("This answer changed while you were writing. Both texts are kept: choose one."),
        theirs=answer.text,
        yours=text,
        version=answer.version,
    )


def _attempt_key(attempt: UUID | None, actor: Any, row: Answer | Score, content: str) -> UUID | None:
    """The browser's number, tied to the person, the row and the content: reused for another text, it is another save."""
    return uuid5(attempt, f"{actor.pk}:{row._meta.label_lower}:{row.pk}:{content}") if attempt else None


def share_answer(*, actor: Any, project: Project, question: Question, structure: Structure, shared: bool) -> None:
    """Lets the partners read a structure's individual answer, or takes it back; what is so already stays so.

    Refuses a collective answer, which all read, and an answer that is not written yet.
    """
    _check_edition(project, question)
    if question.is_collective:
        raise Refused(_("The whole project reads a collective answer already."))
    with transaction.atomic():
        rows = Answer.objects.select_for_update(of=("self",))
        answer = rows.filter(project=project, question=question, structure=structure).first()
        if answer is None or (shared and not answer.text):
            raise Refused(_("Write your answer first: there is nothing to share yet."))
        if (answer.shared_at is not None) != shared:
            # Not save(): `updated_at` says when the text was written.
            Answer.objects.filter(pk=answer.pk).update(shared_at=timezone.now() if shared else None)
            trail.record(actor, Verb.SHARED if shared else Verb.UNSHARED, answer)


def record_score(
    *,
    actor: Any,
    project: Project,
    criterion: Criterion,
    round_: Round,
    structure: Structure,
    level: int | None,
    comment: str,
    seen: int,
    attempt: UUID | None,
) -> Saved:
    """Places a structure on a criterion in the round that is open; `level` None says "not concerned yet".

    Refuses a round that is not open today. Repeated, unchanged and clashing saves: as `save_answer`.
    """
    _check_edition(project, criterion)
    if round_.cohort_id != project.cohort_id:
        raise Refused(_("This belongs to another edition of the programme."))
    mark = Mark(level, comment)
    with transaction.atomic():
        assessment, _made = Assessment.objects.get_or_create(project=project, structure=structure, round=round_)
        Assessment.objects.select_for_update(of=("self",)).get(pk=assessment.pk)
        outcome = _write_score(actor, assessment, criterion, mark, seen, attempt)
    if isinstance(outcome, EditedElsewhere):
        raise outcome
    return outcome


def _write_score(
    actor: Any, assessment: Assessment, criterion: Criterion, mark: Mark, seen: int, attempt: UUID | None
) -> Saved | EditedElsewhere:
    score, _made = Score.objects.get_or_create(
        assessment=assessment, criterion=criterion, defaults={"updated_by": actor, "level": None}
    )
    key = _attempt_key(attempt, actor, score, f"{mark.level}:{mark.comment}")
    repeated = score.versions.filter(attempt=key).first() if key else None
    if repeated is not None and repeated.applied:
        return Saved(repeated.number, repeated.created_at)
    _check_open(assessment.round, assessment.project)
    if score.version and Mark(score.level, score.comment) == mark:
        return Saved(score.version, timezone.now())
    applied = score.version in (0, seen)
    if applied:
        theirs = mark
        score.level, score.comment, score.updated_by = mark.level, mark.comment, actor
        score.version += 1
        score.save(update_fields=["level", "comment", "updated_by", "version", "updated_at"])
        trail.record(actor, Verb.SCORED, score, version=score.version)
    else:
        theirs = Mark(score.level, score.comment)
    if repeated is None:
        ScoreVersion.objects.create(
            score=score,
            number=score.version,
            level=mark.level,
            comment=mark.comment,
            author=actor,
            applied=applied,
            attempt=key,
        )
    if applied:
        return Saved(score.version, score.updated_at)
    return EditedElsewhere(
        _("Somebody of your structure changed this level while you were choosing. Both are kept: choose one."),
        theirs=theirs,
        yours=mark,
        version=score.version,
    )


def _check_open(round_: Round, project: Project) -> None:
    if is_open_on(round_, today()):
        return
    page = reverse("logbook:logbook", args=[project.slug])
    if round_.closes_on < today():
        day = format_day(round_.closes_on, "short")
        raise Refused(_("The round closed on %(day)s: its levels stay as they are.") % {"day": day}, link=page)
    day = format_day(round_.opens_on, "short")
    raise Refused(_("The round opens on %(day)s.") % {"day": day}, link=page)


def share_assessment(*, actor: Any, project: Project, round_: Round, structure: Structure, shared: bool) -> None:
    """Lets the partners read a structure's levels in a round, or takes them back, also once the round is closed.

    Refuses what is not begun yet.
    """
    with transaction.atomic():
        rows = Assessment.objects.select_for_update(of=("self",))
        assessment = rows.filter(project=project, structure=structure, round=round_).first()
        if assessment is None:
            raise Refused(_("Place yourselves on a criterion first: there is nothing to share yet."))
        if (assessment.shared_at is not None) != shared:
            assessment.shared_at = timezone.now() if shared else None
            assessment.save(update_fields=["shared_at"])
            trail.record(actor, Verb.SHARED if shared else Verb.UNSHARED, assessment)
