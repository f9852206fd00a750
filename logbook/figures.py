"""The numbers of a logbook: how far it is filled, and where each structure places the cooperation."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cohorts.enums import Scope
from cohorts.models import Axis, Question, Round
from core.dates import day_bounds, today
from projects.models import Membership, Project, Structure

from .models import Answer, AnswerVersion, Score

# (question, structure); no structure: the collective answer.
Pair = tuple[int, int | None]


@dataclass(frozen=True)
class Count:
    """Answers given of answers expected."""

    given: int = 0
    expected: int = 0

    @property
    def ratio(self) -> Decimal | None:
        """Between 0 and 1; None where nothing is expected."""
        return Decimal(self.given) / self.expected if self.expected else None

    def __add__(self, other: "Count") -> "Count":
        return Count(self.given + other.given, self.expected + other.expected)


@dataclass(frozen=True)
class Progress:
    """How far a logbook is filled, by axis (its key)."""

    axes: dict[int, Count]

    @property
    def total(self) -> Count:
        return sum(self.axes.values(), Count())

    def of(self, axis: Axis) -> Count:
        return self.axes.get(axis.pk, Count())


def progress(
    project: Project,
    structure: Structure | None = None,
    *,
    until: date | None = None,
    together_until: date | None = None,
) -> Progress:
    """Answers given of answers expected, an answer being given when its text is not empty.

    For a structure: its own individual answers and the project's collective ones. Without one: the individual answers
    of every structure that is active today, and the collective ones. `until` counts the structure's answers, and
    `together_until` the collective ones, as they stood at the end of that day.
    """
    if structure is None:
        return progress_by_project([project])[project.pk]
    found = {day: _given(project, day) for day in {until, together_until}}
    given = {pair for pair in found[until] if pair[1] == structure.pk}
    given |= {pair for pair in found[together_until] if pair[1] is None}
    return _count(_questions([project.cohort.content_id]), [structure.pk], given)


def progress_by_project(projects: Iterable[Project]) -> dict[int, Progress]:
    """`progress` of all structures together, for each project by its key, in three queries however many they are."""
    projects = list(projects)
    questions = _questions({project.cohort.content_id for project in projects})
    members: dict[int, list[int]] = defaultdict(list)
    active = Membership.objects.filter(project__in=projects).active_on(today()).order_by("pk")
    for project_id, structure_id in active.values_list("project_id", "structure_id"):
        members[project_id].append(structure_id)
    given: dict[int, set[Pair]] = defaultdict(set)
    written = Answer.objects.filter(project__in=projects).exclude(text="").order_by("pk")
    for project_id, question_id, structure_id in written.values_list("project_id", "question_id", "structure_id"):
        given[project_id].add((question_id, structure_id))
    return {
        project.pk: _count(
            [question for question in questions if question.axis.version_id == project.cohort.content_id],
            members[project.pk],
            given[project.pk],
        )
        for project in projects
    }


def _questions(versions: Collection[int]) -> list[Question]:
    return list(Question.objects.filter(axis__version__in=versions).select_related("axis"))


def _given(project: Project, until: date | None) -> set[Pair]:
    if until is None:
        written = Answer.objects.filter(project=project).exclude(text="").order_by("pk")
        return set(written.values_list("question_id", "structure_id"))
    then = AnswerVersion.objects.filter(answer__project=project, applied=True, created_at__lt=day_bounds(until)[1])
    last: dict[Pair, bool] = {}
    for question_id, structure_id, text in then.order_by("number").values_list(
        "answer__question_id", "answer__structure_id", "text"
    ):
        last[question_id, structure_id] = bool(text)
    return {pair for pair, filled in last.items() if filled}


def _count(questions: list[Question], structures: Collection[int], given: set[Pair]) -> Progress:
    axes: dict[int, Count] = defaultdict(Count)
    for question in questions:
        wanted = [None] if question.scope == Scope.COLLECTIVE else structures
        have = sum((question.pk, structure) in given for structure in wanted)
        axes[question.axis_id] += Count(have, len(wanted))
    return Progress(dict(axes))


@dataclass(frozen=True)
class StructureLevels:
    """Where a structure places the cooperation: a mean level from 1 to 4 by axis (its key), None where it has none."""

    structure: Structure
    levels: dict[int, Decimal | None]


@dataclass(frozen=True)
class Placed:
    """A level as it enters a mean: who, on a criterion of which axis. No level: not concerned yet."""

    structure: Structure
    axis_id: int
    level: int | None


def mean_levels(placed: Iterable[Placed], axes: Iterable[Axis]) -> tuple[StructureLevels, ...]:
    """Per structure and axis, the mean of the levels of the axis's criteria; those "not concerned yet" stay out.

    A structure that placed itself on nothing is not listed.
    """
    found: dict[Structure, dict[int, list[int]]] = {}
    for place in placed:
        of_axis = found.setdefault(place.structure, defaultdict(list))
        if place.level is not None:
            of_axis[place.axis_id].append(place.level)
    axes = list(axes)
    return tuple(
        StructureLevels(structure, {axis.pk: _mean(levels.get(axis.pk, [])) for axis in axes})
        for structure, levels in sorted(found.items(), key=lambda item: (item[0].name, item[0].pk))
    )


def _mean(levels: list[int]) -> Decimal | None:
    return Decimal(sum(levels)) / len(levels) if levels else None


def axis_levels(project: Project, round_: Round) -> tuple[StructureLevels, ...]:
    """`mean_levels` of every structure of the project in a round: for readers who may read them all."""
    return levels_by_project([project], [round_])[project.pk]


def levels_by_project(
    projects: Iterable[Project], rounds: Iterable[Round] | None = None
) -> dict[int, tuple[StructureLevels, ...]]:
    """`mean_levels` for each project by its key, in its latest round that holds a level; for the team. Two queries."""
    projects = list(projects)
    scores = Score.objects.filter(assessment__project__in=projects).select_related(
        "criterion", "assessment__structure", "assessment__round"
    )
    if rounds is not None:
        scores = scores.filter(assessment__round__in=list(rounds))
    latest: dict[int, int] = {}
    placed: dict[tuple[int, int], list[Placed]] = defaultdict(list)
    for score in scores.order_by("assessment__round__position", "pk"):
        project_id, position = score.assessment.project_id, score.assessment.round.position
        if score.level is not None:
            latest[project_id] = position
        placed[project_id, position].append(Placed(score.assessment.structure, score.criterion.axis_id, score.level))
    axes: dict[int, list[Axis]] = defaultdict(list)
    for axis in Axis.objects.filter(version__in={project.cohort.content_id for project in projects}):
        axes[axis.version_id].append(axis)
    return {
        project.pk: mean_levels(placed[project.pk, latest.get(project.pk, 0)], axes[project.cohort.content_id])
        for project in projects
    }


@dataclass(frozen=True)
class Radar:
    """What the chart and its table show: for each structure that the reader may see, its mean level on each axis."""

    round: Round
    axes: tuple[Axis, ...]
    series: tuple[StructureLevels, ...]

    @property
    def rows(self) -> list[tuple[StructureLevels, list[Decimal | None]]]:
        """Each structure with its levels in the order of the axes."""
        return [(one, [one.levels.get(axis.pk) for axis in self.axes]) for one in self.series]


def radar(axes: Iterable[Axis], placed_by_round: dict[Round, list[Placed]]) -> Radar | None:
    """The latest round in which a structure that the reader may see placed itself on at least one level."""
    axes = tuple(axes)
    for round_ in sorted(placed_by_round, key=lambda one: one.position, reverse=True):
        placed = placed_by_round[round_]
        if any(place.level is not None for place in placed):
            return Radar(round_, axes, mean_levels(placed, axes))
    return None
