"""The sheet of a session: its plan, what it needs and asks, its documents."""

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from agenda import actions
from agenda.access import can_change_document, can_change_session
from agenda.forms import DocumentForm, PreparationForm
from agenda.models import Session, SessionDocument
from cohorts.queries import resources
from core import files
from core.errors import EditedElsewhere, Refused
from core.gate import gate, one
from core.http import invalid, refused

from .on_sheet import session_of
from .sessions import typed

document_of = one(
    SessionDocument, pk="document", prepare=lambda rows: rows.select_related("file", "session__cohort")
)  # fmt: skip
TEMPLATE = "agenda/preparation.html"


@gate(see=session_of, do=can_change_session, methods=("GET", "POST"))
def prepare_session(request: HttpRequest, row: Session) -> HttpResponse:
    form = PreparationForm(typed(request), session=row)
    context = {"session": row, "form": form, "version": row.version}
    if request.method != "POST":
        return render(request, TEMPLATE, context)
    if "more" in request.POST:
        longer = PreparationForm(session=row, typed=request.POST, more=request.POST["more"])
        return render(request, TEMPLATE, {"session": row, "form": longer, "version": request.POST.get("seen", "")})
    if not form.is_valid():
        return invalid(request, form, TEMPLATE, {**context, "version": request.POST.get("seen", "")})
    try:
        actions.prepare_session(actor=request.user, session=row, **form.facts)
    except EditedElsewhere as refusal:
        return refused(request, refusal, form, TEMPLATE, {**context, "version": refusal.version})
    except Refused as refusal:
        return refused(request, refusal, form, TEMPLATE, context)
    messages.success(request, _("The sheet is saved."))
    return redirect(f"{row.get_absolute_url()}#preparation")


@gate(see=session_of, do=can_change_session, methods=("GET", "POST"))
def add_document(request: HttpRequest, row: Session) -> HttpResponse:
    form = DocumentForm(typed(request), request.FILES or None)
    template, context = "agenda/document_form.html", {"session": row, "form": form}
    if request.method != "POST":
        return render(request, template, context)
    if not form.is_valid():
        return invalid(request, form, template, context)
    file = form.cleaned_data["file"]
    try:
        actions.add_document(actor=request.user, session=row, content=file, name=file.name)
    except Refused as refusal:
        return refused(request, refusal, form, template, context)
    messages.success(request, _("The document is on the sheet."))
    return redirect(f"{row.get_absolute_url()}#preparation")


@gate(see=session_of, do=can_change_session, methods=("POST",))
def choose_resources(request: HttpRequest, row: Session) -> HttpResponse:
    keys = [key for key in request.POST.getlist("resources") if key.isdecimal() and len(key) < 12]
    chosen = list(resources(request.user).filter(pk__in=keys))
    try:
        actions.choose_resources(actor=request.user, session=row, resources=chosen)
    except Refused as refusal:
        messages.warning(request, refusal.sentence)
    else:
        messages.success(request, _("The resources are on the sheet."))
    return redirect(f"{row.get_absolute_url()}#resources")


@gate(see=document_of)
def document(request: HttpRequest, row: SessionDocument) -> FileResponse:
    return files.give(row.file)


@gate(see=document_of, do=can_change_document, methods=("POST",))
def remove_document(request: HttpRequest, row: SessionDocument) -> HttpResponse:
    actions.remove_document(actor=request.user, document=row)
    messages.success(request, _("The document is removed."))
    return redirect(f"{row.session.get_absolute_url()}#preparation")
