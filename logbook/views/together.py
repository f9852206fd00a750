"""The levels agreed together: a page to fill in session, with the date and the structures that are there."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from core.dates import today
from core.errors import Refused
from core.gate import gate
from core.http import is_fragment, page
from logbook import access, actions, queries
from logbook.forms import ScoreForm, SessionForm

from .pages import score_form
from .places import agreed_criterion_of, agreed_round_of


@gate(see=agreed_round_of, do=access.can_agree_levels)
def together(request, project, round_):
    return together_page(request, project, round_)


@gate(see=agreed_round_of, do=access.can_agree_levels, methods=("POST",))
def save_session(request, project, round_):
    form = SessionForm(request.POST, structures=queries.structures_of(project))
    if form.is_valid():
        try:
            actions.record_session(actor=request.user, project=project, round_=round_, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
    if form.errors:
        return together_page(request, project, round_, session=form, status=422)
    messages.success(request, _("The session is noted."))
    return HttpResponseRedirect(address(project, round_))


@gate(see=agreed_criterion_of, do=access.can_agree_level, methods=("POST",))
def save_agreed(request, project, round_, criterion):
    form = ScoreForm(request.POST, subject=criterion)
    act = partial(actions.record_agreed_level, actor=request.user, project=project, criterion=criterion, round_=round_)
    saved, clash = form.send(act)
    back = f"{address(project, round_)}#{form.anchor}"
    if not is_fragment(request) and saved:
        return HttpResponseRedirect(back)
    if not is_fragment(request) and not clash:
        return together_page(request, project, round_, sent=form, status=422)
    row = queries.together_row(project, round_, criterion)
    context = {"row": row, "round": round_, "project": project, "axis": criterion.axis}
    if clash:
        context |= {"clash": clash, "action": request.get_full_path(), "kind": "agreed", "back": back}
        return page(request, "logbook/conflict.html", context, partial="logbook/_criterion_conflict.html", status=409)
    context |= {"form": score_form(row) if saved else form, "saved": saved}
    return page(request, "logbook/_agreed_saved.html", context, status=200 if saved else 422)


def together_page(request, project, round_, *, session=None, sent=None, status=200):
    shown = queries.together_page(request.user, project, round_)
    sections = [(axis, [(row, score_form(row, sent)) for row in rows]) for axis, rows in shown.sections]
    context = {"page": shown, "sections": sections, "session": session or session_form(project, shown)}
    return page(request, "logbook/together.html", context, status=status)


def session_form(project, shown):
    one = shown.assessment
    initial: dict = {"held_on": today()}
    if one is not None and one.held_on is not None:
        initial = {"held_on": one.held_on, "session_title": one.session_title, "present": list(one.present.all())}
    return SessionForm(initial=initial, structures=queries.structures_of(project))


def address(project, round_):
    return reverse("logbook:together", args=[project.slug, round_.position])
