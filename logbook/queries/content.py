"""The programme's content with what a reader may read of it: questions with texts, criteria with levels."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from cohorts.models import Axis, Criterion, CriterionLevel, Question, Round, ScaleLevel
from projects.models import Structure

from .reader import Standing
from .rounds import RoundState
from .texts import Placement, Text


@dataclass(frozen=True)
class QuestionView:
    """`own`: the collective answer, or the individual one of the structure in whose name one reads; `others`: what else
    may be read, empty texts left out; `silent`: for the team, the active structures that have not answered."""

    question: Question
    own: Text | None
    others: tuple[Text, ...]
    silent: tuple[Structure, ...]

    @property
    def texts(self) -> list[Text]:
        """Every text that is not empty: what is printed."""
        return [text for text in (self.own, *self.others) if text is not None and text.text]

    @property
    def mark(self) -> str:
        """Differs as soon as one of these texts, or who reads it, does. Texts read as they once stood never change."""
        read = [text for text in (self.own, *self.others) if text is not None and text.until is None]
        return mark_of_texts(
            (text.answer_id, text.version, text.shared, len(text.files), text.remarks) for text in read
        )


@dataclass(frozen=True)
class LevelView:
    """A level of a criterion: number, name of the scale, what it looks like."""

    level: int
    label: str
    text: str


@dataclass(frozen=True)
class CriterionView:
    """`own` and `previous`: the level of one's structure in the round shown and in the one before; `others`: those of
    the other structures in the round shown; `agreed` and `agreed_before`: what is agreed together in both."""

    criterion: Criterion
    levels: tuple[LevelView, ...]
    own: Placement | None
    previous: Placement | None
    others: tuple[Placement, ...]
    agreed: Placement | None = None
    agreed_before: Placement | None = None

    @property
    def placements(self) -> list[Placement]:
        return [place for place in (self.own, *self.others) if place is not None]

    @property
    def label_of(self) -> dict[int, str]:
        return {level.level: level.label for level in self.levels}


@dataclass(frozen=True)
class AxisView:
    """An axis with all that may be read of it. `earlier`: questions of older versions of the content that this one asks
    otherwise or not any more, where they have answers."""

    axis: Axis
    workstreams: tuple[str, ...]
    objectives: tuple[str, ...]
    questions: tuple[QuestionView, ...]
    criteria: tuple[CriterionView, ...]
    earlier: tuple[QuestionView, ...] = ()


def mark_of_texts(parts: Iterable[tuple[int, int, bool, int, int]]) -> str:
    """Of each answer: its key, version, whether it is shared, how many files and remarks it has."""
    return " ".join(
        f"{answer}.{version}{'+' if shared else ''}.{files}.{remarks}"
        for answer, version, shared, files, remarks in sorted(parts)
    )


# All that hangs on an axis: five queries more, however many axes.
CONTENT = (
    "workstreams",
    "guiding_objectives",
    Prefetch("questions", queryset=Question.objects.select_related("since")),
    "criteria__levels",
)


def axes_with_content(version_id: int) -> QuerySet[Axis]:
    return Axis.objects.filter(version=version_id).prefetch_related(*CONTENT)


def scale_of(version_id: int) -> dict[int, str]:
    return {one.level: one.label for one in ScaleLevel.objects.filter(version=version_id)}


def axis_view(
    axis: Axis,
    scale: dict[int, str],
    *,
    standing: Standing | None,
    texts: Iterable[Text],
    placements: Iterable[Placement],
    rounds: RoundState,
    active: Iterable[Structure] = (),
    criteria: Iterable[Criterion] | None = None,
    earlier: tuple[QuestionView, ...] = (),
    agreed: Sequence[Placement] = (),
) -> AxisView:
    """Puts texts and levels under their questions and criteria; `active` are the structures from which answers wait,
    `criteria` those of the round shown, where it is of another version of the content."""
    texts, placements, active = list(texts), list(placements), list(active)
    asked = [question.since or question for question in axis.questions.all()]
    criteria = axis.criteria.all() if criteria is None else criteria
    return AxisView(
        axis=axis,
        workstreams=tuple(one.text for one in axis.workstreams.all()),
        objectives=tuple(one.text for one in axis.guiding_objectives.all()),
        questions=tuple(question_view(question, standing, texts, active) for question in asked),
        criteria=tuple(criterion_view(one, scale, standing, placements, rounds, agreed) for one in criteria),
        earlier=earlier,
    )


def earlier_questions(
    axes: Iterable[Axis], standing: Standing | None, texts: Iterable[Text]
) -> tuple[QuestionView, ...]:
    """What was answered under questions that the content asks otherwise now: read, and not written any more. `texts` are
    those of these axes; one query more, where there is any."""
    asked = {question.root_id for axis in axes for question in axis.questions.all()}
    texts = [text for text in texts if text.question_id not in asked and text.text]
    if not texts:
        return ()
    rows = Question.objects.filter(pk__in={text.question_id for text in texts}).select_related("axis")
    order = ("axis__version__number", "axis__position", "position")
    return tuple(question_view(one, standing, texts) for one in rows.order_by(*order))


def criteria_in(axis: Axis, round_: Round | None) -> list[Criterion]:
    """The criteria of an axis in a round: of the version of the content under which the round is answered."""
    if round_ is None or round_.version_id == axis.version_id:
        return list(axis.criteria.all())
    rows = Criterion.objects.filter(axis__version=round_.version_id, axis__slug=axis.slug)
    return list(rows.prefetch_related("levels"))


def version_in(axis: Axis, round_: Round | None) -> int:
    return axis.version_id if round_ is None else round_.version_id


def question_view(
    question: Question, standing: Standing | None, texts: Iterable[Text], active: Iterable[Structure] = ()
) -> QuestionView:
    mine = None if question.is_collective or standing is None else standing.structure
    here = [text for text in texts if text.question_id == question.pk]
    own = None
    if question.is_collective or standing is not None:
        own = next((text for text in here if text.structure == mine), None)
    others = tuple(text for text in here if text is not own and (text.text or text.files))
    answered = {text.structure for text in here if text.text}
    silent = () if question.is_collective else tuple(one for one in active if one not in answered)
    return QuestionView(question, own, others, silent)


def criterion_view(
    criterion: Criterion,
    scale: dict[int, str],
    standing: Standing | None,
    placements: Iterable[Placement],
    rounds: RoundState,
    agreed: Sequence[Placement] = (),
) -> CriterionView:
    here = [place for place in placements if place.criterion_id == criterion.root_id]
    mine = [place for place in here if standing is not None and place.structure == standing.structure]
    now = [place for place in here if _in_round(place, rounds.shown)]
    return CriterionView(
        criterion=criterion,
        levels=tuple(_level(one, scale) for one in criterion.levels.all()),
        own=next((place for place in mine if _in_round(place, rounds.shown)), None),
        previous=next((place for place in mine if _in_round(place, rounds.previous)), None),
        others=tuple(place for place in now if place not in mine),
        agreed=_agreed(agreed, criterion, rounds.shown),
        agreed_before=_agreed(agreed, criterion, rounds.previous),
    )


def _agreed(agreed: Iterable[Placement], criterion: Criterion, round_: Round | None) -> Placement | None:
    here = (place for place in agreed if place.criterion_id == criterion.root_id)
    return next((place for place in here if _in_round(place, round_)), None)


def _in_round(place: Placement, round_: Round | None) -> bool:
    return round_ is not None and place.round_id == round_.pk


def _level(one: CriterionLevel, scale: dict[int, str]) -> LevelView:
    return LevelView(one.level, scale.get(one.level, ""), one.text)
