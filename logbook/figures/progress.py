"""How far a logbook is written."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cohorts.enums import Scope
from cohorts.models import Axis, Question
from core.dates import day_bounds, today
from logbook.models import Answer, AnswerVersion
from projects.models import Membership, Project, Structure

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
        have = sum((question.root_id, structure) in given for structure in wanted)
        axes[question.axis_id] += Count(have, len(wanted))
    return Progress(dict(axes))
