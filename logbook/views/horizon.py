"""The shared vision, version by version."""

from django.contrib import messages
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from core.errors import EditedElsewhere, Refused
from core.gate import gate
from core.http import go, page
from logbook import access, actions, queries
from logbook.forms import HorizonForm, HorizonWordForm

from .places import logbook_of


def latest_of(request, project):
    project, structure = logbook_of(request, project)
    latest = project.horizon.order_by("number").last()
    if latest is None:
        raise Http404
    return project, latest, structure


@gate(see=logbook_of)
def horizon(request, project, structure):
    return horizon_page(request, project, structure)


@gate(see=logbook_of, do=access.can_write_horizon, methods=("POST",))
def write_horizon(request, project, structure):
    form = HorizonForm(request.POST)
    clash = None
    if form.is_valid():
        try:
            actions.write_horizon(actor=request.user, project=project, structure=structure, **form.cleaned_data)
        except EditedElsewhere as elsewhere:
            clash = elsewhere
            form.show_theirs(elsewhere)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
    if form.errors:
        return horizon_page(request, project, structure, write=form, status=409 if clash else 422)
    messages.success(request, _("The version is written: each structure can now say whether it agrees."))
    return go(request, address(project, structure))


@gate(see=latest_of, do=access.can_agree_to_horizon, methods=("POST",))
def agree_to_horizon(request, project, version, structure):
    form = HorizonWordForm(request.POST)
    if form.is_valid():
        try:
            actions.agree_to_horizon(actor=request.user, version=version, structure=structure, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
    if form.errors:
        return horizon_page(request, project, structure, word=form, status=422)
    messages.success(request, _("Your word is noted with this version."))
    return go(request, address(project, structure))


def horizon_page(request, project, structure, *, write=None, word=None, status=200):
    found = request.GET
    shown = queries.horizon_page(request.user, project, structure, found.get("from", ""), found.get("to", ""))
    last = shown.latest.version if shown.latest else None
    initial = {"text": last.text if last else "", "seen": last.number if last else 0}
    context = {"page": shown, "write": write or HorizonForm(initial=initial), "word": word or HorizonWordForm()}
    return page(request, "logbook/horizon.html", context, status=status)


def address(project, structure):
    path = reverse("logbook:horizon", args=[project.slug])
    return f"{path}?structure={structure.slug}" if structure else path
