"""Meeting slots: the team's offers, and the page on which a project books one."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda import actions, queries
from agenda.access import can_book_slot, can_manage_venues, can_plan_session, can_run_offer, is_team_of
from agenda.forms import OfferForm, RangeRows, SubjectForm
from agenda.models import Session, Slot, SlotOffer
from cohorts.models import Cohort
from core.errors import Refused
from core.gate import gate, one
from core.http import go
from projects.models import Project, Structure

from .calendar import project_of
from .polls import cohort_named
from .sessions import cohort_to_plan, typed

PAGE = 20
FORM = "agenda/offer_form.html"

offer_of = one(SlotOffer, pk="offer", prepare=lambda rows: rows.select_related("cohort", "venue"))
slot_of = one(Slot, pk="slot", prepare=queries.whole)


def project_and_slot(request: HttpRequest, project: str, slot: int) -> tuple[Project, Slot]:
    """A project and a slot offered to its cohort."""
    found, row = project_of(request, project=project), slot_of(request, slot=slot)
    if row.offer.cohort_id != found.cohort_id:
        raise Http404
    return found, row


def party_of(request: HttpRequest, project: str) -> tuple[Project, Structure | None]:
    """A project, and the structure of it that is to be met alone where one is named: the reader's own, or any for the
    team."""
    found, named = project_of(request, project=project), request.POST.get("for") or request.GET.get("for")
    if not named:
        return found, None
    structure = next((row for row in queries.structures_to_book(request.user, found) if row.slug == named), None)
    if structure is None:
        raise Http404
    return found, structure


def party_and_slot(request: HttpRequest, project: str, slot: int) -> tuple[Project, Structure | None, Slot]:
    """The same, and a slot offered to the project's cohort."""
    return *party_of(request, project), project_and_slot(request, project, slot)[1]


def booking_of(request: HttpRequest, project: str, slot: int) -> tuple[Project, Slot]:
    """A slot and the project for which it was booked; what another structure booked for itself is not to be found."""
    found, row = project_and_slot(request, project, slot)
    booked = row.session
    if booked is not None and not Session.objects.visible_to(request.user).filter(pk=booked.pk).exists():
        raise Http404
    return found, row


# The team's side


@gate(see=cohort_named, do=can_manage_venues)
def slot_offers(request: HttpRequest, cohort: Cohort | None) -> HttpResponse:
    shown = Paginator(queries.slot_offers(request.user, cohort), PAGE).get_page(request.GET.get("page"))
    cohorts = queries.cohorts_to_plan(request.user)
    context = {"page_obj": shown, "cohort": cohort, "cohorts": cohorts}
    context["plannable"] = cohort or queries.cohort_to_plan(cohorts)
    return render(request, "agenda/slot_offers.html", context)


@gate(see=cohort_to_plan, do=can_plan_session, methods=("GET", "POST"))
def new_offer(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    form = OfferForm(typed(request), cohort=cohort, initial={"facilitators": [request.user.pk]})
    rows = RangeRows(typed(request), prefix="ranges")
    context = {"form": form, "rows": rows, "cohort": cohort, "cohorts": queries.cohorts_to_plan(request.user)}
    if request.method != "POST":
        return render(request, FORM, context)
    if not (form.is_valid() & rows.is_valid()):
        return render(request, FORM, context, status=422)
    try:
        made = actions.offer_slots(actor=request.user, cohort=cohort, ranges=rows.intervals, **form.facts)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return render(request, FORM, context, status=refusal.status)
    messages.success(request, _("The slots are offered to the projects of the cohort."))
    return go(request, made.get_absolute_url())


@gate(see=offer_of, do=can_run_offer)
def slot_offer(request: HttpRequest, offer: SlotOffer) -> HttpResponse:
    return render(request, "agenda/slot_offer.html", offer_page(offer))


def offer_page(offer: SlotOffer) -> dict[str, Any]:
    slots = queries.whole(Slot.objects.filter(offer=offer))
    return {"offer": offer, "lines": queries.slot_lines(slots, by_team=True), "refusal": None}


@gate(see=offer_of, do=can_run_offer, methods=("POST",))
def withdraw_slots(request: HttpRequest, offer: SlotOffer) -> HttpResponse:
    chosen = {int(key) for key in request.POST.getlist("slots") if key.isdecimal()}
    try:
        number = actions.withdraw_slots(actor=request.user, offer=offer, slots=chosen)
    except Refused as refusal:
        context = offer_page(offer) | {"refusal": refusal}
        return render(request, "agenda/slot_offer.html", context, status=refusal.status)
    if number:
        said = ngettext("%(n)d slot is taken back.", "%(n)d slots are taken back.", number)
        messages.success(request, said % {"n": number})
    else:
        messages.info(request, _("Tick the slots to take back."))
    return redirect(offer)


# The side of projects and structures


def slots_address(project: Project, structure: Structure | None) -> str:
    address = reverse("agenda:project_slots", args=[project.slug])
    return f"{address}?for={structure.slug}" if structure else address


@gate(see=party_of, do=can_book_slot)
def project_slots(request: HttpRequest, project: Project, structure: Structure | None) -> HttpResponse:
    return render(request, "agenda/project_slots.html", slots_page(request, project, structure))


def slots_page(
    request: HttpRequest, project: Project, structure: Structure | None, refusal: Refused | None = None
) -> dict[str, Any]:
    """What the project, or its structure alone, has booked and may book; `move` in the address names the meeting that
    looks for another slot."""
    by_team = is_team_of(request.user, project.cohort)
    booked = queries.own_bookings(request.user, project, structure, by_team=by_team)
    asked = request.GET.get("move", "")
    moving = next((line for line in booked if str(line.slot.pk) == asked and line.may_change), None)
    leaving = moving.slot.session if moving else None
    shown = structure is not None or queries.are_offered_to_structures(project)
    free = queries.free_slots(project, structure, leaving=leaving, by_team=by_team)
    return {
        "project": project,
        "structure": structure,
        "cancelling": queries.cancelling_mails(booked, request.user),
        "moves": queries.moving_mails(leaving, free, request.user) if leaving else {},
        "structures": queries.structures_to_book(request.user, project) if shown else [],
        "address": slots_address(project, structure),
        "booked": booked,
        "moving": moving,
        "free": free,
        "refusal": refusal,
    }


@gate(see=party_and_slot, do=can_book_slot, methods=("GET", "POST"))
def book_slot(request: HttpRequest, project: Project, structure: Structure | None, slot: Slot) -> HttpResponse:
    by_team = is_team_of(request.user, project.cohort)
    form = SubjectForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            booked = actions.book_slot(
                actor=request.user, project=project, structure=structure, slot=slot, by_team=by_team,
                **form.cleaned_data,
            )  # fmt: skip
        except Refused as refusal:
            context = slots_page(request, project, structure, refusal)
            return render(request, "agenda/project_slots.html", context, status=refusal.status)
        messages.success(request, _("The meeting is booked and those concerned are invited."))
        return redirect(booked)
    meeting = Session(cohort=project.cohort, project=project, structure=structure)
    people = queries.booking_mails(meeting, slot.offer.facilitators.all(), request.user, slot.day)
    context = {"project": project, "structure": structure, "address": slots_address(project, structure)}
    context |= {"slot": slot, "form": form, "invited": people, "until": queries.book_until(slot)}
    return render(request, "agenda/book_slot.html", context, status=422 if form.errors else 200)


@gate(see=booking_of, do=can_book_slot, methods=("POST",))
def move_booking(request: HttpRequest, project: Project, slot: Slot) -> HttpResponse:
    told = request.POST.get("to", "")
    if not told.isdecimal():
        raise Http404
    _project, wanted = project_and_slot(request, project.slug, int(told))
    return change_booking(request, project, actions.move_booking, _("The meeting is moved."), booked=slot, slot=wanted)


@gate(see=booking_of, do=can_book_slot, methods=("POST",))
def cancel_booking(request: HttpRequest, project: Project, slot: Slot) -> HttpResponse:
    return change_booking(
        request, project, actions.cancel_booking, _("The meeting is cancelled and its slot is free again."), slot=slot
    )


def change_booking(request: HttpRequest, project: Project, action: Any, done: str, **slots: Slot) -> HttpResponse:
    """Moves or cancels what was booked and shows the page again, with the refusal if there is one."""
    by_team = is_team_of(request.user, project.cohort)
    structure = party_of(request, project.slug)[1]
    try:
        action(actor=request.user, project=project, by_team=by_team, **slots)
    except Refused as refusal:
        context = slots_page(request, project, structure, refusal)
        return render(request, "agenda/project_slots.html", context, status=refusal.status)
    messages.success(request, done)
    return redirect(slots_address(project, structure))
