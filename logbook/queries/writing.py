"""Where somebody writes an answer, found in one query: saving is what a logbook is asked most often."""

from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import BooleanField, ExpressionWrapper, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject

from cohorts.enums import Scope
from cohorts.models import Axis, Question
from core.saving import Saved
from logbook.models import Answer
from projects.access import places_now
from projects.models import Project, Structure

from .content import QuestionView
from .pages import Place
from .reader import Reader, Standing
from .texts import Text

EDITION = "membership__project__cohort__content"


@dataclass(frozen=True)
class Field:
    """A field of the logbook and who writes in it. `answer` is known by its key alone, and without one where nothing is
    written yet; `shared` and `filled` say what it was a moment ago."""

    project: Project
    question: Question
    structure: Structure
    answer: Answer
    shared: bool
    filled: bool


def field_of(user: Any, project: str, axis: str, question: str, structure: str) -> Field | None:
    """The field that these words of an address name, for a person who takes part today for that very structure; None
    for anybody else, and where there is no such field."""
    asked = Question.objects.filter(axis__version=OuterRef(EDITION), axis__slug=axis, slug=question)
    first = Question.objects.filter(pk=OuterRef("root"))  # answers hang on the first question of these very words
    own = Q(structure=OuterRef("membership__structure"), question__scope=Scope.INDIVIDUAL)
    answers = Answer.objects.filter(
        own | Q(structure=None),
        project=OuterRef("membership__project"),
        question=OuterRef("root"),
    )
    filled = ExpressionWrapper(~Q(text=""), output_field=BooleanField())
    parts = places_now(
        user,
        root=Subquery(asked.order_by().values(root=Coalesce("since", "pk"))[:1]),
        asked=_as_json(first, **_columns(Question)),
        axis=_as_json(first, **{name: f"axis__{name}" for name in _columns(Axis)}),
        answer=_as_json(answers, id="pk", shared="shared_at", filled=filled),
    )
    part: Any  # with what the annotations add
    for part in parts:
        place = part.membership
        if place.project.slug == project and place.structure.slug == structure and part.asked:
            found = _row(Question, part.asked)
            found.axis = _row(Axis, part.axis)
            known = part.answer or {"id": None, "shared": None, "filled": False}
            owner = None if found.is_collective else place.structure
            answer = Answer(pk=known["id"], project=place.project, question=found, structure=owner)
            return Field(place.project, found, place.structure, answer, bool(known["shared"]), bool(known["filled"]))
    return None


def kept(user: Any, field: Field, saved: Saved) -> dict[str, Any]:
    """What is shown around a field once its text is acknowledged; nothing is asked, all of it is known."""
    answer = field.answer
    text = Text(
        answer_id=answer.pk,
        question_id=field.question.pk,
        structure=answer.structure,
        text=answer.text,
        html=answer.html,
        version=saved.version,
        author=user.name,
        written_for=field.structure.name,
        written_at=saved.at,
        shared=field.shared,
        until=None,
    )
    place = Place(field.project, Reader(user, field.project, team=False, standings=()), Standing(field.structure, None))
    row = QuestionView(field.question, text, (), ())
    counted = bool(answer.text) != field.filled
    return {"row": row, "place": place, "axis": field.question.axis, "saved": saved, "counted": counted}


def _as_json(rows: QuerySet[Any], **columns: Any) -> Subquery:
    return Subquery(rows.order_by().values(as_json=JSONObject(**columns))[:1])


def _row(model: type[Model], columns: dict[str, Any]) -> Any:
    return model.from_db(DEFAULT_DB_ALIAS, *zip(*((name, columns[name]) for name in _columns(model)), strict=True))


def _columns(model: type[Model]) -> dict[str, str]:
    return {field.attname: field.attname for field in model._meta.concrete_fields}
