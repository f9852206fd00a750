"""Where a cooperation stands lowest, as a subject to talk about and never as a rank."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from cohorts.models import Criterion, Round
from logbook.models import Score
from projects.models import Project


@dataclass(frozen=True)
class Standing:
    """A criterion in a round: the mean of the structures that placed themselves on it, the lowest and the highest."""

    criterion: Criterion
    round: Round
    mean: Decimal
    lowest: int
    highest: int


def weakest_criteria(projects: Iterable[Project], most: int) -> dict[int, list[Standing]]:
    """For each project by its key, the criteria with the lowest mean level in its latest round that holds a level, the
    lowest first and, of two alike, the one on which the structures stand further apart. Levels "not concerned yet"
    stay out. For the team: it reads what is not shared too. One query."""
    own = Score.objects.filter(assessment__project__in=list(projects), assessment__structure__isnull=False)
    scores = own.filter(level__isnull=False)
    rows = scores.select_related("criterion__axis", "assessment__round").order_by("criterion", "pk")
    levels: dict[int, dict[tuple[Round, Criterion], list[int]]] = defaultdict(lambda: defaultdict(list))
    for score in rows:
        levels[score.assessment.project_id][score.assessment.round, score.criterion].append(score.level or 0)
    return {key: _lowest(of_project)[:most] for key, of_project in levels.items()}


def _lowest(levels: dict[tuple[Round, Criterion], list[int]]) -> list[Standing]:
    latest = max(levels, key=lambda place: (place[0].opens_on, place[0].position))[0]
    found = [
        Standing(criterion, round_, Decimal(sum(marks)) / len(marks), min(marks), max(marks))
        for (round_, criterion), marks in levels.items()
        if round_ == latest
    ]
    return sorted(found, key=lambda one: (one.mean, one.lowest - one.highest, one.criterion.pk))
