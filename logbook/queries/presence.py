"""What changed on the page of an axis since it was shown, and who else is there: asked every few seconds, so the texts
themselves are fetched only where something is new."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from cohorts.models import Axis, Question
from logbook import figures
from logbook.models import Answer, AnswerFile, Comment, Presence
from projects.models import Project, Structure

from .beside import with_beside
from .content import QuestionView, mark_of_texts, question_view
from .pages import AxisLink, Place, active_structures, axis_links, place_of
from .reader import Reader
from .texts import texts_read


@dataclass(frozen=True)
class Fresh:
    """A question as it stands. `row` is there only where it differs from what the page knows; `here`: who writes in a
    field of it that the reader may read."""

    question: Question
    row: QuestionView | None
    here: tuple[Presence, ...]


@dataclass(frozen=True)
class Now:
    place: Place
    axis: Axis
    people: tuple[Presence, ...]
    questions: tuple[Fresh, ...]
    links: tuple[AxisLink, ...]
    count: figures.Count | None


def axis_now(
    user: Any, project: Project, axis: Axis, structure: Structure | None, known: Mapping[int, str], *, counted: bool
) -> Now:
    """`known` is the mark of each question as the page shows it (`QuestionView.mark`), `counted` asks for new figures."""
    place = place_of(user, project, structure)
    questions = [question.since or question for question in axis.questions.select_related("since")]
    marks, shared = _marks(place, questions)
    changed = [question for question in questions if known.get(question.pk, "") != marks[question.pk]]
    texts = with_beside(place.reader, texts_read(place.reader, axis=axis)) if changed else []
    active = active_structures(project) if changed and place.reader.team else ()
    rows = {one.pk: question_view(one, place.standing, texts, active) for one in changed}
    there = Presence.objects.now().filter(project=project, axis=axis).exclude(user=user)
    people = tuple(there.select_related("user", "structure", "question"))
    links = axis_links(place) if counted or changed else ()
    return Now(
        place=place,
        axis=axis,
        people=people,
        questions=tuple(Fresh(one, rows.get(one.pk), _here(place.reader, one, people, shared)) for one in questions),
        links=links,
        count=next((link.count for link in links if link.axis == axis), None),
    )


def _marks(place: Place, questions: Iterable[Question]) -> tuple[dict[int, str], set[tuple[int, int | None]]]:
    """The mark of each of these questions for this reader, without its texts; and the shared answers."""
    answers = Answer.objects.visible_to(place.reader.user).filter(project=place.project, question__in=questions)
    own = place.standing.structure.pk if place.standing else None
    parts: dict[int, list[tuple[int, int, bool, int, int]]] = defaultdict(list)
    shared = set()
    talk = Comment.objects.visible_to(place.reader.user).standing()
    needed = answers.only("version", "shared_at", "project", "question", "structure").annotate(
        filled=ExpressionWrapper(~Q(text=""), output_field=BooleanField()),
        papers=_number_of(AnswerFile.objects.all()),
        remarks=_number_of(talk),
    )
    one: Any  # with what the annotations add
    for one in needed.order_by("pk"):
        mine = one.structure_id in (None, own)
        if (one.filled or one.papers or mine) and place.reader.bound(one) is None:
            parts[one.question_id].append((one.pk, one.version, one.shared_at is not None, one.papers, one.remarks))
        if one.shared_at is not None:
            shared.add((one.question_id, one.structure_id))
    return defaultdict(str, {question: mark_of_texts(found) for question, found in parts.items()}), shared


def _number_of(rows: QuerySet[Any]) -> Coalesce:
    """How many of these rows an answer has."""
    counted = rows.filter(answer=OuterRef("pk")).order_by().values("answer").annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0)


def _here(
    reader: Reader, question: Question, people: tuple[Presence, ...], shared: set[tuple[int, int | None]]
) -> tuple[Presence, ...]:
    """Who writes in a field of this question: told only to who may read that very answer, for it says that there is one."""
    writing = (one for one in people if one.question_id == question.pk)
    return tuple(one for one in writing if question.is_collective or _reads(reader, one, shared))


def _reads(reader: Reader, one: Presence, shared: set[tuple[int, int | None]]) -> bool:
    if reader.team or (one.question_id, one.structure_id) in shared:
        return True
    return any(standing.writes and standing.structure.pk == one.structure_id for standing in reader.standings)
