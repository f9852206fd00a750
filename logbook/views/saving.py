"""Saving without asking: answers and levels."""

from functools import partial

from django.http import HttpResponseRedirect

from core.gate import gate
from core.http import is_fragment, page
from logbook import access, actions, queries
from logbook.forms import AnswerForm, ScoreForm

from .pages import answer_form, axis_page, place, score_form
from .places import criterion_of, field_of


@gate(see=field_of, do=access.can_write_answer, methods=("POST",))
def save_answer(request, project, question, structure, field):
    form = AnswerForm(request.POST, subject=question)
    act = partial(actions.save_answer, actor=request.user, project=project, question=question, structure=structure)
    saved, clash = form.send(partial(act, known=field.answer if field else None))
    if saved and saved.fresh and is_fragment(request):
        return page(request, "logbook/_answer_kept.html", queries.kept(request.user, field, saved))
    return _outcome(request, project, structure, form, saved, clash)


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
    return _outcome(request, project, structure, form, *form.send(act))


def _outcome(request, project, structure, form, saved, clash):
    """The answer to a save: a fragment, or without JavaScript the page again."""
    subject, axis = form.subject, form.subject.axis
    if not is_fragment(request) and saved:
        return HttpResponseRedirect(place(project, axis, structure, form.anchor))
    if not is_fragment(request) and not clash:
        return axis_page(request, project, axis, structure, status=422, sent=form)
    if isinstance(form, AnswerForm):
        name, fill = "answer", answer_form
        shown = queries.answer_fragment(request.user, project, subject, structure)
    else:
        name, fill = "criterion", score_form
        shown = queries.score_fragment(request.user, project, subject, structure)
    context = {"shown": shown, "row": shown.row, "place": shown.place, "axis": axis}
    if clash:
        context |= {"clash": clash, "action": request.get_full_path(), "kind": name}
        context["back"] = place(project, axis, structure, form.anchor)
        if name == "answer":
            context["prepared"] = queries.prepare(
                shown.row.own.answer_id, form.cleaned_data["seen"], clash.theirs, clash.yours
            )
        return page(request, "logbook/conflict.html", context, partial=f"logbook/_{name}_conflict.html", status=409)
    context |= {"form": fill(shown.row) if saved else form, "saved": saved}
    return page(request, f"logbook/_{name}_saved.html", context, status=200 if saved else 422)
