"""The logbook's doors: two pages, the saves that a form makes by itself, sharing, and the history of an answer."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from cohorts.models import Axis, Criterion, Question
from core.dates import today
from core.errors import EditedElsewhere, Refused
from core.gate import gate, one
from core.http import is_fragment, page
from projects.access import current_structures
from projects.models import Project, Structure

from . import access, actions, queries
from .forms import NOT_CONCERNED, AnswerForm, ScoreForm
from .models import Answer

_project = one(Project, prepare=lambda rows: rows.select_related("cohort"), slug="project")


def _found(rows, **lookups):
    try:
        return rows.get(**lookups)
    except (rows.model.DoesNotExist, ValueError, OverflowError):
        raise Http404 from None


def _structure(request, project):
    """The structure of the address, among the project's; without one, the first for which the person takes part."""
    slug = request.GET.get("structure", "")
    if slug:
        return _found(
            Structure.objects.visible_to(request.user).filter(memberships__project=project).distinct(), slug=slug
        )
    return Structure.objects.filter(pk__in=current_structures(request.user, project)).first()


def _round(request, project):
    """The round of the address; without one, the one that is open or the last that was."""
    rounds = list(project.cohort.rounds.all())
    position = request.GET.get("round")
    if position is None:
        chosen = queries.round_state(rounds, today()).shown
    else:
        chosen = next((one for one in rounds if str(one.position) == position), None)
    if chosen is None:
        raise Http404
    return chosen


def logbook_of(request, project):
    project = _project(request, project=project)
    return project, _structure(request, project)


def axis_of(request, project, axis):
    project = _project(request, project=project)
    found = _found(Axis.objects.visible_to(request.user).filter(version=project.cohort.content_id), slug=axis)
    return project, found, _structure(request, project)


def question_of(request, project, axis, question):
    project = _project(request, project=project)
    rows = Question.objects.select_related("axis").filter(axis__version=project.cohort.content_id, axis__slug=axis)
    return project, _found(rows, slug=question), _structure(request, project)


def criterion_of(request, project, axis, criterion):
    project = _project(request, project=project)
    rows = Criterion.objects.select_related("axis").filter(axis__version=project.cohort.content_id, axis__slug=axis)
    return project, _found(rows, slug=criterion), _round(request, project), _structure(request, project)


def round_of(request, project, round_position):
    project = _project(request, project=project)
    return project, _found(project.cohort.rounds.all(), position=round_position), _structure(request, project)


def answer_of(request, project, axis, question):
    """The answer whose history is read: the structure's for an individual question, the project's otherwise."""
    project, found, structure = question_of(request, project, axis, question)
    rows = Answer.objects.visible_to(request.user).select_related("structure", "project__cohort", "question__axis")
    if structure is None and not found.is_collective:
        own = queries.read_as(request.user, project).standing(None)
        structure = own.structure if own else None
    return _found(rows, project=project, question=found, structure=None if found.is_collective else structure)


@gate(see=logbook_of)
def logbook(request, project, structure):
    return page(request, "logbook/logbook.html", {"page": queries.overview(request.user, project, structure)})


@gate(see=axis_of)
def axis(request, project, axis, structure):
    return _axis_page(request, project, axis, structure)


def _axis_page(request, project, axis, structure, *, status=200, sent=None, problem=""):
    """The page of an axis; `sent` is the form that could not be saved, shown again with what was typed."""
    shown = queries.axis_page(request.user, project, axis, structure)
    context = {
        "page": shown,
        "questions": [(row, _answer_form(row, sent)) for row in shown.view.questions],
        "criteria": [(row, _score_form(row, sent)) for row in shown.view.criteria],
        "problem": problem,
    }
    return page(request, "logbook/axis.html", context, status=status)


def _answer_form(row, sent=None):
    if sent is not None and sent.subject == row.question:
        return sent
    own = row.own
    return AnswerForm(
        subject=row.question, initial={"text": own.text if own else "", "seen": own.version if own else 0}
    )


def _score_form(row, sent=None):
    if sent is not None and sent.subject == row.criterion:
        return sent
    if row.own is None:
        return ScoreForm(subject=row.criterion, initial={"seen": 0})
    level = NOT_CONCERNED if row.own.level is None else row.own.level
    return ScoreForm(
        subject=row.criterion, initial={"level": level, "comment": row.own.comment, "seen": row.own.version}
    )


def _place(project, axis, structure, anchor):
    """Where one was on the page of an axis."""
    return f"{reverse('logbook:axis', args=[project.slug, axis.slug])}?structure={structure.slug}#{anchor}"


@gate(see=question_of, do=access.can_write_answer, methods=("POST",))
def save_answer(request, project, question, structure):
    form = AnswerForm(request.POST, subject=question)
    act = partial(actions.save_answer, actor=request.user, project=project, question=question, structure=structure)
    return _outcome(request, project, structure, form, *_tried(form, act))


@gate(see=criterion_of, do=access.can_write_score, methods=("POST",))
def save_score(request, project, criterion, round_, structure):
    form = ScoreForm(request.POST, subject=criterion)
    act = partial(
        actions.record_score,
        actor=request.user,
        project=project,
        criterion=criterion,
        round_=round_,
        structure=structure,
    )
    return _outcome(request, project, structure, form, *_tried(form, act))


def _tried(form, act):
    """What the action saved, or the other text that it met; neither, when the form says why."""
    if form.is_valid():
        try:
            return act(**form.cleaned_data), None
        except EditedElsewhere as clash:
            return None, clash
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
    return None, None


def _outcome(request, project, structure, form, saved, clash):
    """The answer to a save: a fragment, or without JavaScript the page again."""
    subject, axis = form.subject, form.subject.axis
    if not is_fragment(request) and saved:
        return HttpResponseRedirect(_place(project, axis, structure, form.anchor))
    if not is_fragment(request) and not clash:
        return _axis_page(request, project, axis, structure, status=422, sent=form)
    if isinstance(form, AnswerForm):
        name, fill = "answer", _answer_form
        shown = queries.answer_fragment(request.user, project, subject, structure)
    else:
        name, fill = "criterion", _score_form
        shown = queries.score_fragment(request.user, project, subject, structure)
    context = {"shown": shown, "row": shown.row, "place": shown.place, "axis": axis}
    if clash:
        context |= {"clash": clash, "action": request.get_full_path(), "kind": name}
        context["back"] = _place(project, axis, structure, form.anchor)
        return page(request, "logbook/conflict.html", context, partial=f"logbook/_{name}_conflict.html", status=409)
    context |= {"form": fill(shown.row) if saved else form, "saved": saved}
    return page(request, f"logbook/_{name}_saved.html", context, status=200 if saved else 422)


@gate(see=question_of, do=access.can_share_answer, methods=("POST",))
def share_answer(request, project, question, structure):
    shared = "shared" in request.POST
    try:
        actions.share_answer(actor=request.user, project=project, question=question, structure=structure, shared=shared)
    except Refused as refusal:
        return _axis_page(request, project, question.axis, structure, status=422, problem=refusal.sentence)
    return HttpResponseRedirect(_place(project, question.axis, structure, f"question-{question.pk}"))


@gate(see=round_of, do=access.can_share_assessment, methods=("POST",))
def share_assessment(request, project, round_, structure):
    shared = "shared" in request.POST
    try:
        actions.share_assessment(actor=request.user, project=project, round_=round_, structure=structure, shared=shared)
    except Refused as refusal:
        messages.warning(request, refusal.sentence)
    else:
        messages.success(
            request, _("Your partners can read your levels.") if shared else _("Your levels are yours again.")
        )
    return HttpResponseRedirect(f"{reverse('logbook:logbook', args=[project.slug])}?structure={structure.slug}#levels")


@gate(see=answer_of)
def versions(request, answer):
    context = {"answer": answer, "versions": queries.history(request.user, answer)}
    return page(request, "logbook/versions.html", context)
