"""Absences: one's own, and for the team those of its people."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from agenda import actions, queries
from agenda.access import can_withdraw_absence
from agenda.forms import AbsenceForm
from agenda.models import Absence
from core.errors import Refused
from core.gate import gate, one
from core.http import invalid, refused

from .sessions import typed

absence_of = one(Absence, pk="absence", prepare=lambda rows: rows.select_related("user"))


@gate(methods=("GET", "POST"))
def absences(request: HttpRequest) -> HttpResponse:
    template, context = "agenda/absences.html", {"absences": queries.absences(request.user)}
    people = queries.may_be_away(request.user)
    form = AbsenceForm(typed(request), people=people, initial={"user": request.user.pk})
    if request.method != "POST":
        return render(request, template, {**context, "form": form})
    if not form.is_valid():
        return invalid(request, form, template, context)
    try:
        actions.declare_absence(actor=request.user, **form.cleaned_data)
    except Refused as refusal:
        return refused(request, refusal, form, template, context)
    messages.success(request, _("The absence is noted: it will be told when a session is planned on that day."))
    return redirect("agenda:absences")


@gate(see=absence_of, do=can_withdraw_absence, methods=("POST",))
def withdraw_absence(request: HttpRequest, row: Absence) -> HttpResponse:
    actions.withdraw_absence(actor=request.user, absence=row)
    messages.success(request, _("The absence is taken back."))
    return redirect("agenda:absences")
