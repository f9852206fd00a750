"""Pages of the funders' morning."""

from django.contrib import messages
from django.utils.translation import gettext as _

from core.errors import Refused
from core.gate import gate, may, one
from core.http import go, invalid, page, refused

from . import access, actions, figures, forms, queries
from .models import FundingDay

day_of = one(FundingDay, slug="day", prepare=lambda rows: rows.select_related("cohort"))
FORM = "funding_day/funder_form.html"


@gate()
def days(request):
    return page(request, "funding_day/days.html", {"lines": queries.days_for(request.user)})


@gate(see=day_of)
def day(request, day):
    context = {
        "day": day,
        "turnout": figures.turnout(day),
        "kinds": queries.funders_by_kind(day),
        "bearers": queries.bearers_of(day),
        "contacts": may(request.user, "read_contacts", day),
    }
    return page(request, "funding_day/day.html", context)


@gate(see=day_of, do=access.can_register_funder, methods=("GET", "POST"))
def new_funder(request, day):
    form = forms.FunderForm(request.POST or None)
    if request.method == "GET":
        return page(request, FORM, {"day": day, "form": form})
    if not form.is_valid():
        return invalid(request, form, FORM, {"day": day})
    try:
        funder = actions.register_funder(actor=request.user, day=day, **form.cleaned_data)
    except Refused as refusal:
        return refused(request, refusal, form, FORM, {"day": day})
    messages.success(request, _("%(organisation)s is registered.") % {"organisation": funder.organisation})
    return go(request, day.get_absolute_url())
