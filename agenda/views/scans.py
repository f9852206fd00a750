"""The paper sheet: its scan attached, looked at and read line by line."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from agenda import actions, queries
from agenda.access import can_read_scan, can_take_attendance
from agenda.forms import ReadForm, ScanForm
from agenda.models import Scan, Session
from core import files
from core.errors import Refused
from core.gate import gate, one
from core.http import is_fragment

from .attendance import context_of, session_of

_SHEET = ("file", "added_by", "sheet__session__cohort", "sheet__session__venue", "sheet__session__project")
scan_of = one(Scan, pk="scan", prepare=lambda rows: rows.select_related(*_SHEET))


@gate(see=session_of, do=can_take_attendance, methods=("POST",))
def add_scan(request: HttpRequest, row: Session) -> HttpResponse:
    form = ScanForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            scan = actions.add_scan(actor=request.user, session=row, content=file, name=file.name)
        except Refused as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(request, _("The scan is kept. Read it line by line."))
            return redirect(reverse("agenda:scan", args=[scan.pk]))
    context = context_of(row, scan=form)
    return render(request, "agenda/attendance/attendance.html", context, status=422)


@gate(see=scan_of, do=can_read_scan)
def scan(request: HttpRequest, row: Scan) -> HttpResponse:
    return render(request, "agenda/attendance/scan.html", reading(row))


def reading(row: Scan, **more: Any) -> dict[str, Any]:
    roll = queries.roll(row.sheet.session)
    return {"scan": row, "session": row.sheet.session, "roll": roll, "refusal": None, "refused_at": "", **more}


@gate(see=scan_of, do=can_read_scan)
def scan_file(request, row):
    return files.give(row.file)


@gate(see=scan_of, do=can_read_scan, methods=("POST",))
def read_line(request: HttpRequest, row: Scan) -> HttpResponse:
    """Notes one line as the scan says, and shows it again."""
    form, refusal = ReadForm(request.POST), None
    word = request.POST.get("row", "")
    try:
        if not form.is_valid():
            raise Refused(_("Choose one of the words of the line."))
        line = queries.line_named(row.sheet.session, word)
        if line is None:
            raise Refused(_("This person is not on this sheet."))
        actions.read_line(actor=request.user, scan=row, line=line, **form.read)
    except Refused as said:
        refusal = said
    if refusal is None and not is_fragment(request):
        return redirect(f"{reverse('agenda:scan', args=[row.pk])}#{word}")
    context = reading(row, refusal=refusal, refused_at=word)
    context["row"] = next((one for one in context["roll"].rows if one.word == word), None)
    whole = not is_fragment(request) or context["row"] is None
    template = "agenda/attendance/scan.html" if whole else "agenda/attendance/_read.html"
    return render(request, template, context, status=refusal.status if refusal else 200)
