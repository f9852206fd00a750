"""Letting a project rest, and waking it by hand."""

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _

from core.dates import today
from core.errors import Refused
from core.gate import gate
from core.http import go, invalid, page, refused
from projects import access, actions, queries
from projects.forms import PauseForm

from .cooperations import project_of

TEMPLATE = "projects/pauses.html"


@gate(see=project_of, do=access.can_read_pauses)
def pauses(request, project):
    return page(request, TEMPLATE, {**told(project), "form": PauseForm(initial={"starts_on": today()})})


def told(project):
    rows = queries.pauses(project)
    return {"project": project, "pauses": rows, "awake": not any(row.is_open for row in rows)}


@gate(see=project_of, do=access.can_pause_project, methods=("POST",))
def pause_project(request, project):
    form = PauseForm(request.POST)
    if not form.is_valid():
        return invalid(request, form, TEMPLATE, told(project))
    try:
        actions.pause_project(actor=request.user, project=project, **form.cleaned_data)
    except Refused as refusal:
        return refused(request, refusal, form, TEMPLATE, told(project))
    messages.success(request, _("The pause is written down."))
    return go(request, reverse("projects:pauses", args=[project.slug]))


@gate(see=project_of, do=access.can_pause_project, methods=("POST",))
def wake_project(request, project):
    try:
        actions.wake_project(actor=request.user, project=project)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("The project is awake, and stays so."))
    return go(request, reverse("projects:pauses", args=[project.slug]))
