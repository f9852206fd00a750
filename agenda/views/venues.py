"""The places kept by the team."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from agenda import actions, queries
from agenda.access import can_manage_venues
from agenda.forms import VenueForm
from agenda.models import Venue
from core.errors import Refused
from core.gate import gate, one
from core.http import invalid, refused

from .sessions import typed

venue_of = one(Venue, pk="venue")


@gate(do=can_manage_venues)
def venues(request: HttpRequest) -> HttpResponse:
    return render(request, "agenda/venues.html", {"venues": queries.venues(request.user)})


@gate(do=can_manage_venues, methods=("GET", "POST"))
def new_venue(request: HttpRequest) -> HttpResponse:
    return venue_form(request, None)


@gate(see=venue_of, do=can_manage_venues, methods=("GET", "POST"))
def edit_venue(request: HttpRequest, row: Venue) -> HttpResponse:
    return venue_form(request, row)


def venue_form(request: HttpRequest, row: Venue | None) -> HttpResponse:
    names = ("name", "address", "capacity", "access_notes")
    form = VenueForm(typed(request), venue=row, initial={name: getattr(row, name) for name in names} if row else {})
    if request.method != "POST":
        return render(request, "agenda/venue_form.html", {"form": form, "venue": row})
    if not form.is_valid():
        return invalid(request, form, "agenda/venue_form.html", {"venue": row})
    try:
        if row is None:
            actions.create_venue(actor=request.user, **form.facts)
        else:
            actions.change_venue(actor=request.user, venue=row, **form.facts)
    except Refused as refusal:
        return refused(request, refusal, form, "agenda/venue_form.html", {"venue": row})
    messages.success(request, _("The place is saved."))
    return redirect(reverse("agenda:venues"))


@gate(see=venue_of, do=can_manage_venues, methods=("POST",))
def retire_venue(request: HttpRequest, row: Venue) -> HttpResponse:
    retired = request.POST.get("back") != "1"
    actions.retire_venue(actor=request.user, venue=row, retired=retired)
    messages.success(request, _("The place is off the list.") if retired else _("The place is on the list again."))
    return redirect(reverse("agenda:venues"))
