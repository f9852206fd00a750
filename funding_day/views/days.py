"""The list of mornings, a morning, and its settings."""

from django.contrib import messages
from django.utils.translation import gettext as _

from cohorts.models import Cohort
from core.errors import EditedElsewhere, Refused
from core.gate import gate, may, one
from core.http import go, invalid, page, refused
from funding_day import access, actions, figures, forms, queries
from funding_day.models import FundingDay

day_of = one(FundingDay, slug="day", prepare=lambda rows: rows.whole())
FORM = "funding_day/funder_form.html"
BEARER_FORM = "funding_day/bearer_form.html"
SETTINGS = "funding_day/settings.html"
OPEN = "funding_day/open.html"


@gate()
def days(request):
    return page(request, "funding_day/days.html", {"lines": queries.days_for(request.user)})


@gate(do=access.can_open_morning, methods=("GET", "POST"))
def new_day(request):
    cohorts = Cohort.objects.visible_to(request.user).order_by("-starts_on")
    form = forms.OpenForm(request.POST or None, cohorts=queries.cohorts_of_team(request.user, cohorts))
    if request.method == "GET":
        return page(request, OPEN, {"form": form})
    if not form.is_valid():
        return invalid(request, form, OPEN)
    try:
        day = actions.open_day(actor=request.user, **form.cleaned_data)
    except Refused as refusal:
        return refused(request, refusal, form, OPEN)
    return go(request, day.address("settings"))


@gate(see=day_of)
def day(request, day):
    context = {
        "day": day,
        "turnout": figures.turnout(day),
        "kinds": queries.funders_by_kind(day),
        "bearers": queries.bearers_of(day),
        "contacts": may(request.user, "read_contacts", day),
        "rounds": queries.day_rounds(day),
        "own": queries.own_bearers(request.user, day),
    }
    return page(request, "funding_day/day.html", context)


@gate(see=day_of, do=access.can_run_morning, methods=("GET", "POST"))
def day_settings(request, day):
    form = forms.SettingsForm(request.POST or None, day=day)
    context = {"day": day, "rounds": queries.day_rounds(day), "wrong": queries.impossible(queries.morning(day))}
    if request.method == "GET":
        return page(request, SETTINGS, context | {"form": form})
    if not form.is_valid():
        return invalid(request, form, SETTINGS, context)
    try:
        actions.change_settings(actor=request.user, day=day, seen=form.cleaned_data["seen"], **form.facts)
    except EditedElsewhere as clash:
        form.data = {**form.data.dict(), "seen": str(clash.version)}
        return refused(request, clash, form, SETTINGS, context)
    except Refused as refusal:
        return refused(request, refusal, form, SETTINGS, context)
    messages.success(request, _("The settings are saved."))
    return go(request, day.address("settings"))


def _registered(request, day, form, template, act):
    """The team's two forms: shown, refused, or done."""
    if request.method == "GET":
        return page(request, template, {"day": day, "form": form})
    if not form.is_valid():
        return invalid(request, form, template, {"day": day})
    try:
        guest = act(actor=request.user, day=day, **form.cleaned_data)
    except Refused as refusal:
        return refused(request, refusal, form, template, {"day": day})
    messages.success(request, _("%(organisation)s is registered.") % {"organisation": guest})
    return go(request, day.get_absolute_url())


@gate(see=day_of, do=access.can_register_funder, methods=("GET", "POST"))
def new_funder(request, day):
    form = forms.TeamFunderForm(request.POST or None)
    return _registered(request, day, form, FORM, actions.register_funder)


@gate(see=day_of, do=access.can_register_funder, methods=("GET", "POST"))
def new_bearer(request, day):
    form = forms.TeamBearerForm(request.POST or None, day=day)
    return _registered(request, day, form, BEARER_FORM, actions.register_bearer)
