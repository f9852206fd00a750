"""Answers and levels as one reader may read them: as they stand now, or as they stood on the reader's last day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from cohorts.models import Axis, Criterion, Question, Round
from core.dates import day_bounds
from logbook.models import Answer, AnswerFile, AnswerVersion, Assessment, Score, ScoreFile, ScoreVersion
from projects.models import Structure

from .reader import Reader


@dataclass(frozen=True)
class Text:
    """An answer as read. No structure: a collective one. `until` says that it is read as it stood at the end of a day.
    `files` and `remarks` are filled in by `beside.with_beside`."""

    answer_id: int
    question_id: int
    structure: Structure | None
    text: str
    html: str
    version: int
    author: str
    written_for: str
    written_at: datetime
    shared: bool
    until: date | None
    files: tuple[AnswerFile, ...] = ()
    remarks: int = 0


@dataclass(frozen=True)
class Placement:
    """The level of a criterion as read; no level: not concerned yet. `criterion_id` is the criterion's first wording,
    `axis` the slug: both go on from one version of the content to the next."""

    criterion_id: int
    axis: str
    round_id: int
    structure: Structure
    level: int | None
    comment: str
    version: int
    author: str
    written_at: datetime
    shared: bool
    until: date | None
    score_id: int = 0
    files: tuple[ScoreFile, ...] = ()


def texts_read(reader: Reader, *, axis: Axis | None = None, question: Question | None = None) -> list[Text]:
    """The answers that the reader may read, by name of structure; one query, two for who left."""
    writer = AnswerVersion.objects.filter(answer=OuterRef("pk"), applied=True).order_by("-number")
    answers = (
        Answer.objects.visible_to(reader.user)
        .filter(project=reader.project)
        .select_related("structure", "updated_by")
        .annotate(written_for=Subquery(writer.values("structure__name")[:1]))
        .order_by("structure__name", "pk")
    )
    if axis is not None:
        answers = answers.filter(question__axis__slug=axis.slug)
    if question is not None:
        answers = answers.filter(question=question)
    rows = list(answers)
    past = _past_texts(reader, rows)
    read = [past[answer.pk] if answer.pk in past else _present_text(answer) for answer in rows]
    return [text for text in read if text is not None]


def _present_text(answer: Answer) -> Text:
    return Text(
        answer_id=answer.pk,
        question_id=answer.question_id,
        structure=answer.structure,
        text=answer.text,
        html=answer.html,
        version=answer.version,
        author=answer.updated_by.name,
        written_for=answer.written_for or "",  # type: ignore[attr-defined]
        written_at=answer.updated_at,
        shared=answer.shared_at is not None,
        until=None,
    )


def _past_texts(reader: Reader, answers: Iterable[Answer]) -> dict[int, Text | None]:
    """The bounded answers as they stood; None for those that were not written yet."""
    bounded = {answer.pk: (answer, last) for answer in answers if (last := reader.bound(answer)) is not None}
    if not bounded:
        return {}
    found: dict[int, Text | None] = dict.fromkeys(bounded)
    versions = AnswerVersion.objects.filter(answer__in=list(bounded), applied=True).select_related(
        "author", "structure"
    )
    for version in versions.order_by("number", "pk"):
        answer, last = bounded[version.answer_id]
        if version.created_at < day_bounds(last)[1]:
            found[answer.pk] = Text(
                answer_id=answer.pk,
                question_id=answer.question_id,
                structure=answer.structure,
                text=version.text,
                html=version.html,
                version=version.number,
                author=version.author.name,
                written_for=version.structure.name if version.structure else "",
                written_at=version.created_at,
                shared=answer.shared_at is not None,
                until=last,
            )
    return found


def placements_read(
    reader: Reader, rounds: Iterable[Round], *, axis: Axis | None = None, criterion: Criterion | None = None
) -> list[Placement]:
    """The levels that the reader may read in these rounds, by name of structure; one query, two for who left."""
    visible = Assessment.objects.visible_to(reader.user).filter(
        project=reader.project, round__in=list(rounds), structure__isnull=False
    )
    scores = (
        Score.objects.filter(assessment__in=visible.order_by().values("pk"))
        .select_related("assessment__structure", "criterion__axis", "updated_by")
        .order_by("assessment__structure__name", "pk")
    )
    if axis is not None:
        scores = scores.filter(criterion__axis__slug=axis.slug)
    if criterion is not None:
        scores = scores.filter(Q(criterion=criterion.root_id) | Q(criterion__since=criterion.root_id))
    rows = list(scores)
    past = _past_versions(reader, rows)
    return [
        _placement(score, past.get(score.pk), reader.bound(score.assessment))
        for score in rows
        if past.get(score.pk, score)
    ]


@dataclass(frozen=True)
class Together:
    """What the levels agreed together are called in a chart."""

    name: str
    pk: int = 0


def agreed_read(reader: Reader, rounds: Iterable[Round], *, axis: Axis | None = None) -> list[Placement]:
    """The levels agreed together in these rounds, for who reads the present; one query."""
    if not (reader.team or reader.current):
        return []
    scores = Score.objects.filter(
        assessment__project=reader.project, assessment__round__in=list(rounds), assessment__structure__isnull=True,
        version__gt=0,
    )  # fmt: skip
    if axis is not None:
        scores = scores.filter(criterion__axis__slug=axis.slug)
    return [
        Placement(
            criterion_id=score.criterion.root_id,
            axis=score.criterion.axis.slug,
            round_id=score.assessment.round_id,
            structure=Together(_("agreed together")),  # type: ignore[arg-type]
            level=score.level,
            comment=score.comment,
            version=score.version,
            author=score.updated_by.name,
            written_at=score.updated_at,
            shared=True,
            until=None,
        )
        for score in scores.select_related("assessment", "criterion__axis", "updated_by").order_by("pk")
    ]


def _placement(score: Score, version: ScoreVersion | None, until: date | None) -> Placement:
    return Placement(
        criterion_id=score.criterion.root_id,
        axis=score.criterion.axis.slug,
        round_id=score.assessment.round_id,
        structure=score.assessment.own_structure,
        level=version.level if version else score.level,
        comment=version.comment if version else score.comment,
        version=version.number if version else score.version,
        author=version.author.name if version else score.updated_by.name,
        written_at=version.created_at if version else score.updated_at,
        shared=score.assessment.shared_at is not None,
        until=until,
        score_id=score.pk,
    )


def _past_versions(reader: Reader, scores: Iterable[Score]) -> dict[int, ScoreVersion | None]:
    bounded = {score.pk: last for score in scores if (last := reader.bound(score.assessment)) is not None}
    if not bounded:
        return {}
    found: dict[int, ScoreVersion | None] = dict.fromkeys(bounded)
    versions = ScoreVersion.objects.filter(score__in=list(bounded), applied=True).select_related("author")
    for version in versions.order_by("number", "pk"):
        if version.created_at < day_bounds(bounded[version.score_id])[1]:
            found[version.score_id] = version
    return found
