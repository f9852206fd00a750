"""Fills the logbooks: example answers with their dates, and self-assessments in the three rounds that are closed."""

import datetime as dt
from typing import Any
from zlib import crc32

from cohorts.models import Cohort, Criterion, Question, Round
from core.dates import combine
from logbook.models import Answer, AnswerVersion, Assessment, Score, ScoreVersion
from projects.models import Membership, Project

NOON = dt.time(12)
# How far each project has come, in hundredths of the example texts; the others are still to be written.
SHARE_WRITTEN = {"passerelles": 90, "les-jardins-de-la-faiencerie": 55, "la-halle-des-transitions": 75}
HIGHEST = {"entry": 2, "midway": 3, "exit": 4}


def fill(inventions: dict[str, Any], cohort: Cohort) -> None:
    questions = {q.slug: q for q in Question.objects.filter(axis__version=cohort.content).select_related("axis")}
    days = first_half_days(inventions)
    for project in cohort.projects.order_by("pk"):
        members = list(project.memberships.select_related("structure").order_by("pk"))
        for slug, text in inventions["collective_answers"].items():
            if written(project, slug):
                write(project, questions[slug], None, text, days[questions[slug].axis.slug], members[0])
        for member in members:
            for slug, text in inventions["individual_answers"].items():
                if written(project, f"{member.structure.slug} {slug}"):
                    name = member.structure.name.split(" – ")[0]
                    day = days[questions[slug].axis.slug]
                    write(project, questions[slug], member, text.format(structure=name), day, member)
            assess(project, member, cohort)


def first_half_days(inventions: dict[str, Any]) -> dict[str, dt.date]:
    """For each axis the day of its first half-day."""
    days: dict[str, dt.date] = {}
    for row in inventions["half_days"]:
        days.setdefault(row["axis"], row["day"])
    return days


def draw(*words: object) -> int:
    """0 to 99, the same at every loading."""
    return crc32(" ".join(map(str, words)).encode()) % 100


def written(project: Project, word: str) -> bool:
    return draw(project.slug, word) < SHARE_WRITTEN[project.slug]


def write(
    project: Project, question: Question, owner: Membership | None, text: str, half_day: dt.date, author: Membership
) -> None:
    """One answer with its only version, a week after the half-day on its axis; nothing after its structure left."""
    day = half_day + dt.timedelta(days=7)
    if not author.is_active_on(day):
        return
    user = author.participants.order_by("pk")[0].user
    at = combine(day, NOON)
    answer = Answer.objects.create(
        project=project,
        question=question,
        structure=owner.structure if owner else None,
        text=text,
        version=1,
        created_at=at,
        updated_by=user,
    )
    Answer.objects.filter(pk=answer.pk).update(updated_at=at)
    AnswerVersion.objects.create(
        answer=answer, number=1, text=text, author=user, structure=author.structure, created_at=at
    )


def assess(project: Project, member: Membership, cohort: Cohort) -> None:
    """A self-assessment in each closed round in which the structure was still there, shared with its partners."""
    criteria = list(Criterion.objects.filter(axis__version=cohort.content).order_by("axis__position", "position"))
    for round_ in cohort.rounds.filter(kind__in=HIGHEST):
        if member.is_active_on(round_.closes_on):
            place(project, member, round_, criteria)


def place(project: Project, member: Membership, round_: Round, criteria: list[Criterion]) -> None:
    at = combine(round_.closes_on, NOON)
    user = member.participants.order_by("pk")[0].user
    assessment = Assessment.objects.create(
        project=project, structure=member.structure, round=round_, created_at=at, shared_at=at
    )
    scores = Score.objects.bulk_create(
        Score(
            assessment=assessment,
            criterion=criterion,
            level=level(member, round_, criterion),
            version=1,
            updated_by=user,
        )
        for criterion in criteria
    )
    ScoreVersion.objects.bulk_create(
        ScoreVersion(score=score, number=1, level=score.level, author=user, created_at=at) for score in scores
    )
    Score.objects.filter(assessment=assessment).update(updated_at=at)


def level(member: Membership, round_: Round, criterion: Criterion) -> int:
    """Invented: it rises from round to round, and not everywhere alike."""
    highest = HIGHEST[round_.kind]
    own = draw(member.structure.slug, criterion.slug)
    return max(1, highest - draw(criterion.slug) % 2 - (own > 62) - (own > 92))
