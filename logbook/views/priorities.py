"""The axes that a project puts first."""

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _

from core.errors import Refused
from core.gate import gate
from core.http import go, invalid, page, refused
from logbook import access, actions
from logbook.forms import PriorityForm

from .places import project_of

TEMPLATE = "logbook/priorities.html"


@gate(see=project_of, do=access.can_choose_priorities, methods=("GET", "POST"))
def priorities(request, project):
    context = {"project": project}
    if request.method == "GET":
        return page(request, TEMPLATE, {**context, "form": PriorityForm(project=project)})
    form = PriorityForm(request.POST, project=project)
    if not form.is_valid():
        return invalid(request, form, TEMPLATE, context)
    try:
        actions.choose_priorities(actor=request.user, project=project, **form.cleaned_data)
    except Refused as refusal:
        return refused(request, refusal, form, TEMPLATE, context)
    messages.success(request, _("The axes that come first are noted."))
    return go(request, project_logbook(project))


def project_logbook(project):
    return reverse("logbook:logbook", args=[project.slug])
