"""Showing and taking back; the history of an answer."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from core.errors import Refused
from core.gate import gate
from core.http import page
from logbook import access, actions, queries

from .pages import axis_page, place
from .places import answer_of, question_of, round_of, structure_of, version_of


@gate(see=question_of, do=access.can_share_answer, methods=("POST",))
def share_answer(request, project, question, structure):
    shared = "shared" in request.POST
    try:
        actions.share_answer(actor=request.user, project=project, question=question, structure=structure, shared=shared)
    except Refused as refusal:
        return axis_page(request, project, question.axis, structure, status=422, problem=refusal.sentence)
    return HttpResponseRedirect(place(project, question.axis, structure, f"question-{question.pk}"))


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
    return _history(request, answer)


def _history(request, answer, *, problem="", status=200):
    """The history with, where the address names two texts, both side by side."""
    found = queries.history(request.user, answer)
    older, newer = (
        next((one for one in found if str(one.pk) == request.GET.get(word)), None) for word in ("from", "to")
    )
    compared = queries.compare(older.written, newer.written) if older and newer else None
    context = {"answer": answer, "versions": found, "older": older, "newer": newer, "compared": compared}
    context |= {"structure": structure_of(request, answer.project), "problem": problem}
    return page(request, "logbook/versions.html", context, status=status)


@gate(see=version_of, do=access.can_restore_answer, methods=("POST",))
def restore_version(request, answer, version, structure):
    try:
        actions.restore_answer(
            actor=request.user, answer=answer, version=version, structure=structure, seen=request.POST.get("seen", "")
        )
    except Refused as refusal:
        return _history(request, answer, problem=refusal.sentence, status=refusal.status)
    messages.success(request, _("The earlier text is the present one again; the other stays in the history."))
    return HttpResponseRedirect(
        place(answer.project, answer.question.axis, structure, f"question-{answer.question_id}")
    )
