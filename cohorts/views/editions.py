"""Pages of editions. The board of one edition speaks of several apps and is the desk's."""

from django.contrib import messages
from django.utils.translation import gettext as _

from cohorts import access, actions, queries
from cohorts.forms import ChangeCohortForm, NewCohortForm
from core.errors import Refused
from core.gate import gate
from core.http import go, invalid, page, refused

from .places import cohort_of


@gate()
def cohorts(request):
    return page(request, "cohorts/cohorts.html", {"cohorts": queries.cohorts(request.user)})


@gate(see=cohort_of)
def content(request, cohort):
    context = {"cohort": cohort, "axes": queries.axes(cohort), "scale": queries.scale(cohort)}
    return page(request, "cohorts/content.html", context)


@gate(do=access.can_open_cohort, methods=("GET", "POST"))
def new_cohort(request):
    template = "cohorts/new_cohort.html"
    if request.method == "GET":
        return page(request, template, {"form": NewCohortForm()})
    form = NewCohortForm(request.POST)
    if not form.is_valid():
        return invalid(request, form, template)
    try:
        cohort = actions.open_cohort(actor=request.user, **form.cleaned_data)
    except Refused as refusal:
        return refused(request, refusal, form, template)
    messages.success(request, _("The cohort is open."))
    return go(request, cohort.get_absolute_url())


@gate(see=cohort_of, do=access.can_change_cohort, methods=("GET", "POST"))
def edit_cohort(request, cohort):
    template, context = "cohorts/edit_cohort.html", {"cohort": cohort}
    if request.method == "GET":
        return page(request, template, {**context, "form": ChangeCohortForm(row=cohort)})
    form = ChangeCohortForm(request.POST, row=cohort)
    if not form.is_valid():
        return invalid(request, form, template, context)
    try:
        actions.change_cohort(actor=request.user, cohort=cohort, **form.cleaned_data)
    except Refused as refusal:
        return refused(request, refusal, form, template, context)
    messages.success(request, _("Your changes are saved."))
    return go(request, cohort.get_absolute_url())
