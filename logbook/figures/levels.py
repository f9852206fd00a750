"""Where structures place themselves, axis by axis."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from cohorts.models import Axis, Round
from logbook.models import Score
from projects.models import Project


class Named(Protocol):
    """A structure, or what stands for one in a chart."""

    @property
    def name(self) -> str: ...

    @property
    def pk(self) -> int: ...


@dataclass(frozen=True)
class StructureLevels:
    """Where a structure places the cooperation: a mean level from 1 to 4 by axis (its key), None where it has none."""

    structure: Named
    levels: dict[int, Decimal | None]


@dataclass(frozen=True)
class Placed:
    """A level as it enters a mean: who, on a criterion of which axis (its slug, which goes on from one version of the
    content to the next). No level: not concerned yet."""

    structure: Named
    axis: str
    level: int | None


def mean_levels(placed: Iterable[Placed], axes: Iterable[Axis]) -> tuple[StructureLevels, ...]:
    """Per structure and axis, the mean of the levels of the axis's criteria; those "not concerned yet" stay out.

    A structure that placed itself on nothing is not listed.
    """
    found: dict[Named, dict[str, list[int]]] = {}
    for place in placed:
        of_axis = found.setdefault(place.structure, defaultdict(list))
        if place.level is not None:
            of_axis[place.axis].append(place.level)
    axes = list(axes)
    return tuple(
        StructureLevels(structure, {axis.pk: _mean(levels.get(axis.slug, [])) for axis in axes})
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
    own = Score.objects.filter(assessment__project__in=projects, assessment__structure__isnull=False)
    scores = own.select_related("criterion__axis", "assessment__structure", "assessment__round")
    if rounds is not None:
        scores = scores.filter(assessment__round__in=list(rounds))
    latest: dict[int, int] = {}
    placed: dict[tuple[int, int], list[Placed]] = defaultdict(list)
    for score in scores.order_by("assessment__round__opens_on", "assessment__round__position", "pk"):
        project_id, position = score.assessment.project_id, score.assessment.round.position
        if score.level is not None:
            latest[project_id] = position
        placed[project_id, position].append(
            Placed(score.assessment.own_structure, score.criterion.axis.slug, score.level)
        )
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
    for round_ in sorted(placed_by_round, key=lambda one: (one.opens_on, one.position), reverse=True):
        placed = placed_by_round[round_]
        if any(place.level is not None for place in placed):
            return Radar(round_, axes, mean_levels(placed, axes))
    return None
