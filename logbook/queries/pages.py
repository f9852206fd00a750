"""The logbook's two pages and the pieces that an answer to a save brings back; the number of queries is constant."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet, prefetch_related_objects

from cohorts.models import Axis, Criterion, Question, Round, RoundReopening
from core.dates import today
from logbook import figures
from logbook.models import Assessment
from projects.models import Project, Structure

from .beside import with_beside
from .content import (
    CONTENT,
    AxisView,
    CriterionView,
    QuestionView,
    axis_view,
    criteria_in,
    criterion_view,
    earlier_questions,
    question_view,
    scale_of,
    version_in,
)
from .evidence import with_evidence
from .priorities import with_first
from .reader import Reader, Standing, read_as
from .rounds import RoundState, last_filled, round_state
from .texts import Placement, agreed_read, placements_read, texts_read


@dataclass(frozen=True)
class AxisLink:
    """A line of the list of axes. `first_until`: the last day on which the project puts it first."""

    axis: Axis
    count: figures.Count
    first_until: date | None = None


@dataclass(frozen=True)
class Place:
    """Whose logbook, who reads, and in the name of which structure."""

    project: Project
    reader: Reader
    standing: Standing | None

    @property
    def writes(self) -> bool:
        return self.standing is not None and self.standing.writes

    @property
    def query(self) -> str:
        """What the address says of the structure, where there is a choice."""
        return f"?structure={self.standing.structure.slug}" if self.standing and len(self.reader.standings) > 1 else ""


@dataclass(frozen=True)
class AxisPage:
    place: Place
    view: AxisView
    links: tuple[AxisLink, ...]
    count: figures.Count
    rounds: RoundState
    assessment: Assessment | None
    reopening: RoundReopening | None = None


@dataclass(frozen=True)
class Overview:
    place: Place
    links: tuple[AxisLink, ...]
    total: figures.Count
    rounds: RoundState
    assessment: Assessment | None
    radar: figures.Radar | None
    radars: tuple[figures.Radar, ...]
    curves: tuple[figures.Curve, ...]


def axis_page(user: Any, project: Project, axis: Axis, structure: Structure | None) -> AxisPage:
    """Everything that the page of an axis shows to this person, in the name of `structure` where it is theirs."""
    place = place_of(user, project, structure)
    rounds = rounds_of(place)
    placements = placements_read(place.reader, rounds.begun, axis=axis)
    if not place.writes:
        rounds = last_filled(rounds, {one.round_id for one in placements})
    placements = with_evidence(placements, place.reader, rounds.shown, axis)
    prefetch_related_objects([axis], *CONTENT)
    texts = with_beside(place.reader, texts_read(place.reader, axis=axis))
    view = axis_view(
        axis,
        scale_of(version_in(axis, rounds.shown)),
        standing=place.standing,
        texts=texts,
        placements=placements,
        rounds=rounds,
        active=active_structures(project) if place.reader.team else (),
        criteria=criteria_in(axis, rounds.shown),
        earlier=earlier_questions([axis], place.standing, texts),
        agreed=agreed_read(place.reader, rounds.begun, axis=axis),
    )
    links = axis_links(place)
    count = next((link.count for link in links if link.axis == axis), figures.Count())
    reopening = rounds.shown.reopenings.last() if rounds.shown and rounds.is_open else None
    return AxisPage(place, view, links, count, rounds, assessment_of(place, rounds.shown), reopening)


def overview(user: Any, project: Project, structure: Structure | None) -> Overview:
    """The five axes with what is answered, and the radar of the latest round."""
    place = place_of(user, project, structure)
    links = axis_links(place)
    rounds = rounds_of(place)
    axes = [link.axis for link in links]
    placed = placed_by_round(rounds.begun, placements_read(place.reader, rounds.begun))
    together = placed_by_round(rounds.begun, agreed_read(place.reader, rounds.begun))
    radars = tuple(
        drawn for one in reversed(rounds.begun) if (drawn := figures.radar(axes, {one: placed[one]})) is not None
    )
    return Overview(
        place=place,
        links=links,
        total=sum((link.count for link in links), figures.Count()),
        rounds=rounds,
        assessment=assessment_of(place, rounds.shown),
        radar=radars[0] if radars else None,
        radars=radars[1:],
        curves=figures.curves(axes, {one: [*placed[one], *together[one]] for one in rounds.begun}),
    )


def place_of(user: Any, project: Project, structure: Structure | None) -> Place:
    reader = read_as(user, project)
    return Place(project, reader, reader.standing(structure))


def rounds_of(place: Place) -> RoundState:
    """The rounds as they stand today; for who left, as they stood on the last day."""
    until = place.standing.until if place.standing else None
    return round_state(list(place.project.cohort.rounds.all()), until or today())


def progress_of(place: Place) -> figures.Progress:
    """The progress this reader may know: of the own structure as far as it is read, of all for the team."""
    if place.standing is not None:
        return figures.progress(
            place.project,
            place.standing.structure,
            until=place.standing.until,
            together_until=place.reader.together_until,
        )
    return figures.progress(place.project) if place.reader.team else figures.Progress({})


def axis_links(place: Place) -> tuple[AxisLink, ...]:
    progress = progress_of(place)
    axes = with_first(Axis.objects.filter(version=place.project.cohort.content_id), place.project)
    told = place.reader.current or place.reader.team  # who left is not told what comes first now
    return tuple(AxisLink(axis, progress.of(axis), axis.first_until if told else None) for axis in axes)


def assessment_of(place: Place, round_: Round | None) -> Assessment | None:
    """The assessment of the structure in whose name one reads."""
    if place.standing is None or round_ is None:
        return None
    own = Assessment.objects.filter(project=place.project, structure=place.standing.structure, round=round_)
    return own.first()


def active_structures(project: Project) -> QuerySet[Structure]:
    members = project.memberships.active_on(today())
    return Structure.objects.filter(pk__in=members.values("structure"))


def placed_by_round(rounds: Iterable[Round], placements: Iterable[Placement]) -> dict[Round, list[figures.Placed]]:
    """The levels as the charts take them."""
    placements = list(placements)
    return {
        round_: [figures.Placed(one.structure, one.axis, one.level) for one in placements if one.round_id == round_.pk]
        for round_ in rounds
    }


@dataclass(frozen=True)
class AnswerFragment:
    """What a save brings back: the question as it reads now, and the list of axes with its new figures."""

    place: Place
    axis: Axis
    row: QuestionView
    links: tuple[AxisLink, ...]
    count: figures.Count


@dataclass(frozen=True)
class ScoreFragment:
    """What a save brings back: the criterion as it reads now."""

    place: Place
    row: CriterionView
    rounds: RoundState


def answer_fragment(user: Any, project: Project, question: Question, structure: Structure) -> AnswerFragment:
    place = place_of(user, project, structure)
    texts = with_beside(place.reader, texts_read(place.reader, question=question))
    row = question_view(question, place.standing, texts)
    links = axis_links(place)
    link = next(link for link in links if link.axis.slug == question.axis.slug)
    return AnswerFragment(place, link.axis, row, links, link.count)


def score_fragment(user: Any, project: Project, criterion: Criterion, structure: Structure) -> ScoreFragment:
    place = place_of(user, project, structure)
    rounds = rounds_of(place)
    placements = placements_read(place.reader, rounds.begun, criterion=criterion)
    row = criterion_view(criterion, scale_of(criterion.axis.version_id), place.standing, placements, rounds)
    return ScoreFragment(place, row, rounds)
