"""The sheet on which a logbook filled in by hand is typed back: every question and criterion, numbered as on paper."""

from dataclasses import dataclass
from typing import Any

from cohorts.models import Axis
from projects.models import Project, Structure

from .content import (
    CriterionView,
    QuestionView,
    axes_with_content,
    criteria_in,
    criterion_view,
    question_view,
    scale_of,
)
from .pages import Place, place_of, rounds_of
from .rounds import RoundState
from .texts import placements_read, texts_read


@dataclass(frozen=True)
class PaperAxis:
    """An axis with its questions and criteria; each question has the number that stands on paper, like 2.3."""

    axis: Axis
    questions: tuple[tuple[str, QuestionView], ...]
    criteria: tuple[CriterionView, ...]


@dataclass(frozen=True)
class PaperPage:
    place: Place
    rounds: RoundState
    axes: tuple[PaperAxis, ...]


def paper_page(user: Any, project: Project, structure: Structure | None) -> PaperPage:
    """Every field in which this structure writes, in the order of the paper; a constant number of queries."""
    place = place_of(user, project, structure)
    rounds = rounds_of(place)
    texts = texts_read(place.reader)
    placements = placements_read(place.reader, rounds.begun)
    axes = list(axes_with_content(project.cohort.content_id))
    answered = axes
    if rounds.shown and rounds.shown.version_id != project.cohort.content_id:
        answered = list(axes_with_content(rounds.shown.version_id))
    by_slug = {axis.slug: axis for axis in answered}
    scale = scale_of(rounds.shown.version_id if rounds.shown else project.cohort.content_id)
    return PaperPage(
        place,
        rounds,
        tuple(
            PaperAxis(
                axis,
                tuple(
                    (f"{number}.{line}", question_view(question.since or question, place.standing, texts))
                    for line, question in enumerate(axis.questions.all(), start=1)
                ),
                tuple(
                    criterion_view(one, scale, place.standing, placements, rounds)
                    for one in (criteria_in(by_slug[axis.slug], None) if axis.slug in by_slug else ())
                ),
            )
            for number, axis in enumerate(axes, start=1)
        ),
    )
