"""Acknowledging the write-up of a session."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from agenda import actions
from agenda.access import can_acknowledge_note
from agenda.forms import ReadingForm
from agenda.models import Session
from core.errors import Refused
from core.gate import gate
from core.http import page

from .on_sheet import session_of, sheet

TEMPLATE = "agenda/session.html"


@gate(see=session_of, do=can_acknowledge_note, methods=("POST",))
def acknowledge_note(request: HttpRequest, row: Session) -> HttpResponse:
    form = ReadingForm(request.POST)
    if not form.is_valid():
        return shown_again(request, row, form)
    try:
        actions.acknowledge_note(actor=request.user, session=row, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field == "words" else None, refusal.sentence)
        return shown_again(request, row, form)
    messages.success(request, _("Thank you: it is noted, with today’s date."))
    return redirect(f"{row.get_absolute_url()}#read")


def shown_again(request: HttpRequest, row: Session, form: ReadingForm) -> HttpResponse:
    context = sheet(request, row)
    context["meeting"] |= {"reading_form": form}
    return page(request, TEMPLATE, context, status=422)
