"""Moving a session: by drag, by keyboard and by form, all through the same address."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from agenda import actions
from agenda.access import can_change_session
from agenda.forms import MoveForm
from agenda.models import Session
from core import dates
from core.errors import EditedElsewhere, Refused
from core.gate import gate
from core.http import is_fragment, page

from .mailed import mailed
from .on_sheet import session_of
from .refusals import refused_plan
from .sessions import hours, typed


@gate(see=session_of, do=can_change_session, methods=("GET", "POST"))
def move_session(request: HttpRequest, row: Session) -> HttpResponse:
    form = MoveForm(typed(request), session=row, initial=hours(row))
    if request.method != "POST":
        return move_form(request, row, form)
    if not form.is_valid():
        return move_form(request, row, form, status=422)
    try:
        moved = actions.move_session(actor=request.user, session=row, **form.facts)
    except EditedElsewhere as refusal:
        context = {"session": row, "theirs": refusal.theirs, "version": refusal.version}
        context |= {"people": mailed(form, row.cohort, row)}
        return refused_plan(request, refusal, form, "agenda/move.html", context, partial="agenda/_move.html")
    except Refused as refusal:
        context = {"session": row, "theirs": None, "version": row.version, "people": mailed(form, row.cohort, row)}
        return refused_plan(request, refusal, form, "agenda/move.html", context, partial="agenda/_move.html")
    if is_fragment(request):
        return JsonResponse({"text": said(moved), "back": as_typed(row) | {"seen": moved.version}})
    messages.success(request, said(moved))
    return redirect(moved)


def move_form(request: HttpRequest, row: Session, form: MoveForm, *, status: int = 200) -> HttpResponse:
    context = {"session": row, "form": form, "refusal": None, "notices": [], "theirs": None, "version": row.version}
    context |= {"people": mailed(form, row.cohort, row)}
    return page(request, "agenda/move.html", context, partial="agenda/_move.html", status=status)


def as_typed(row: Session) -> dict[str, Any]:
    """What the form holds for the hours that the session has now, so that a move can be undone."""
    told = hours(row)
    clocks = {name: told[name].strftime("%H:%M") if told[name] else "" for name in ("starts", "ends")}
    return {"day": told["day"].isoformat() if told["day"] else "", **clocks}


def said(row: Session) -> str:
    if not row.is_dated:
        return _("“%(title)s” waits for its date.") % {"title": row.title}
    words = {
        "title": row.title,
        "day": dates.format_day(row.day, "long"),
        "hours": dates.format_hours(row.starts_at, row.ends_at),
    }
    return _("“%(title)s” is on %(day)s, %(hours)s.") % words


@gate(see=session_of, do=can_change_session, methods=("POST",))
def discard_session(request: HttpRequest, row: Session) -> HttpResponse:
    try:
        actions.discard_session(actor=request.user, session=row)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect(row)
    messages.success(request, _("“%(title)s” is off the list.") % {"title": row.title})
    return redirect("agenda:agenda")
