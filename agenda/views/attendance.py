"""The attendance page of the team: who came, line by line, and who walked in."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda import actions, figures, queries
from agenda.access import can_note_line, can_take_attendance
from agenda.forms import AddendumForm, HandForm, PresenceForm, ScanForm, SealForm, WalkInForm
from agenda.models import Attendance, Session, WalkIn
from agenda.queries import Line, Row
from core.errors import Refused
from core.gate import gate, one
from core.http import is_fragment, page

session_of = one(Session, pk="session", prepare=lambda rows: rows.select_related("cohort", "project", "axis", "venue"))
_LINE = ("structure", "session__cohort")
line_of = one(Attendance, pk="line", prepare=lambda rows: rows.select_related("participant__user", *_LINE))
walk_in_of = one(WalkIn, pk="walk_in", prepare=lambda rows: rows.select_related(*_LINE))


@gate(see=session_of, do=can_take_attendance)
def attendance(request: HttpRequest, row: Session) -> HttpResponse:
    return render(request, "agenda/attendance/attendance.html", context_of(row))


def context_of(row: Session, **more: Any) -> dict[str, Any]:
    """All that the page says; `more` brings a form as it was typed, or a refusal."""
    roll = queries.roll(row)
    forms = {
        "walk_in": fresh_walk_in(row),
        "hand": HandForm(initial={"key": uuid4()}),
        "seal": SealForm(),
        "addendum": AddendumForm(people=people_of(roll), initial={"key": uuid4()}),
        "scan": ScanForm(),
    }
    return {
        "session": row,
        "roll": roll,
        "represented": figures.represented(row),
        "is_whole": queries.is_whole(roll) if roll.is_sealed else None,
        "refusal": None,
        "refused_at": "",
        **forms,
        **more,
    }


def people_of(roll: queries.Roll) -> list[tuple[str, str]]:
    """Everybody on the sheet, as a form names them."""
    return [(row.word, " · ".join(filter(None, (row.line.person, row.line.stood_for)))) for row in roll.rows]


def fresh_walk_in(row: Session, data: Any = None) -> WalkInForm:
    return WalkInForm(data, structures=queries.structures_of(row), initial={"key": uuid4()})


@gate(see=line_of, do=can_note_line, methods=("POST",))
def note_line(request: HttpRequest, line: Attendance) -> HttpResponse:
    return note(request, line)


@gate(see=walk_in_of, do=can_note_line, methods=("POST",))
def note_walk_in(request: HttpRequest, walk_in: WalkIn) -> HttpResponse:
    return note(request, walk_in)


def note(request: HttpRequest, line: Line) -> HttpResponse:
    """Notes one line, and shows it again as it now stands."""
    form, refusal = PresenceForm(request.POST), None
    try:
        if not form.is_valid():
            raise Refused(_("Choose one of the words of the line, and a structure of the list."))
        actions.note_line(actor=request.user, line=line, **form.noted(line.presence, line.structure))
    except Refused as said:
        refusal = said
    return line_again(request, line, refusal)


def line_again(request: HttpRequest, line: Line, refusal: Refused | None) -> HttpResponse:
    word = queries.word_of(line)
    if refusal is None and not is_fragment(request):
        return redirect(f"{reverse('agenda:attendance', args=[line.session_id])}#{word}")
    context = context_of(line.session, refusal=refusal, refused_at=word)
    context["row"] = row_of(context["roll"], word)
    status = refusal.status if refusal else 200
    return page(
        request, "agenda/attendance/attendance.html", context, partial="agenda/attendance/_noted.html", status=status
    )


def row_of(roll: queries.Roll, word: str) -> Row:
    return next(row for row in roll.rows if row.word == word)


@gate(see=session_of, do=can_take_attendance, methods=("POST",))
def note_rest_absent(request: HttpRequest, row: Session) -> HttpResponse:
    try:
        number = actions.note_rest_absent(actor=request.user, session=row)
    except Refused as refusal:
        return render(request, "agenda/attendance/attendance.html", context_of(row, refusal=refusal), status=422)
    messages.success(
        request, ngettext("%(n)d person noted absent.", "%(n)d people noted absent.", number) % {"n": number}
    )
    return redirect(reverse("agenda:attendance", args=[row.pk]))


@gate(see=session_of, do=can_take_attendance, methods=("POST",))
def add_walk_in(request: HttpRequest, row: Session) -> HttpResponse:
    form = fresh_walk_in(row, request.POST)
    if form.is_valid():
        try:
            person = actions.add_walk_in(actor=request.user, session=row, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
    if not form.is_valid():
        return render(request, "agenda/attendance/attendance.html", context_of(row, walk_in=form), status=422)
    messages.success(request, _("%(name)s is on the sheet.") % {"name": person.name})
    return redirect(f"{reverse('agenda:attendance', args=[row.pk])}#{form['name'].id_for_label}")


@gate(see=walk_in_of, do=can_note_line, methods=("POST",))
def remove_walk_in(request: HttpRequest, walk_in: WalkIn) -> HttpResponse:
    try:
        actions.remove_walk_in(actor=request.user, walk_in=walk_in)
    except Refused as refusal:
        return line_again(request, walk_in, refusal)
    messages.success(request, _("%(name)s is no longer on the sheet.") % {"name": walk_in.name})
    return redirect(reverse("agenda:attendance", args=[walk_in.session_id]))
