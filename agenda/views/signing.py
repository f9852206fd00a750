"""The team's side of signing: open it, show the code, start the tablet, countersign, seal, add, withdraw."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from agenda import actions, queries
from agenda.access import can_take_attendance, can_withdraw_signature
from agenda.enums import Way
from agenda.forms import AddendumForm, HandForm, ReasonForm, SealForm
from agenda.models import Session, Signature
from agenda.qr import qr_of
from core.errors import Refused
from core.gate import gate, one
from core.http import page

from .attendance import context_of, people_of, session_of

signature_of = one(
    Signature, pk="signature", prepare=lambda rows: rows.select_related("sheet__session__cohort", "line", "walk_in")
)


def back(row: Session, place: str = "") -> HttpResponse:
    return redirect(reverse("agenda:attendance", args=[row.pk]) + place)


def again(request: HttpRequest, row: Session, **more: Any) -> HttpResponse:
    """The page with what was refused."""
    return render(request, "agenda/attendance/attendance.html", context_of(row, **more), status=422)


@gate(see=session_of, do=can_take_attendance, methods=("POST",))
def open_signing(request: HttpRequest, row: Session) -> HttpResponse:
    try:
        actions.open_signing(actor=request.user, session=row)
    except Refused as refusal:
        return again(request, row, refusal=refusal)
    return redirect(reverse("agenda:signing", args=[row.pk]))


@gate(see=session_of, do=can_take_attendance)
def signing(request: HttpRequest, row: Session) -> HttpResponse:
    """The wall: the code, its QR and how many have signed."""
    roll = queries.roll(row)
    address = settings.SITE_URL + reverse("agenda:sign", args=[roll.sheet.code]) if roll.sheet else ""
    context = {"session": row, "roll": roll, "address": address, "qr": qr_of(address) if address else None}
    return page(request, "agenda/signing/wall.html", context, partial="agenda/signing/_count.html")


@gate(see=session_of, do=can_take_attendance, methods=("POST",))
def start_tablet(request: HttpRequest, row: Session) -> HttpResponse:
    """Signs this device out, so that it goes round with nothing but the sheet on it."""
    try:
        token = actions.start_tablet(actor=request.user, session=row)
    except Refused as refusal:
        return again(request, row, refusal=refusal)
    logout(request)
    return redirect(reverse("agenda:tablet", args=[token]))


@gate(see=session_of, do=can_take_attendance, methods=("POST",))
def countersign(request: HttpRequest, row: Session) -> HttpResponse:
    form = HandForm(request.POST)
    if form.is_valid():
        try:
            actions.countersign(actor=request.user, session=row, hand=form.hand(Way.ACCOUNT, signer=request.user))
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
    if not form.is_valid():
        return again(request, row, hand=form)
    messages.success(request, _("You have countersigned."))
    return back(row, "#closing")


@gate(see=session_of, do=can_take_attendance, methods=("POST",))
def seal_sheet(request: HttpRequest, row: Session) -> HttpResponse:
    form = SealForm(request.POST)
    form.is_valid()
    try:
        actions.seal_sheet(actor=request.user, session=row, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(refusal.field, refusal.sentence)
        return again(request, row, seal=form)
    messages.success(request, _("The sheet is sealed. It does not change any more."))
    return back(row)


@gate(see=session_of, do=can_take_attendance, methods=("POST",))
def add_addendum(request: HttpRequest, row: Session) -> HttpResponse:
    form = AddendumForm(request.POST, people=people_of(queries.roll(row)))
    if form.is_valid():
        said = dict(form.cleaned_data)
        word = said.pop("row")
        line = queries.line_named(row, word) if word else None
        try:
            actions.add_addendum(actor=request.user, session=row, line=line, **said)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
    if not form.is_valid():
        return again(request, row, addendum=form)
    messages.success(request, _("The addendum stands after the sheet."))
    return back(row, "#addenda")


@gate(see=signature_of, do=can_withdraw_signature, methods=("POST",))
def withdraw_signature(request: HttpRequest, signature: Signature) -> HttpResponse:
    row, form = signature.sheet.session, ReasonForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(_("Say why the signature is withdrawn, in 300 characters at most."))
        actions.withdraw_signature(actor=request.user, signature=signature, **form.cleaned_data)
    except Refused as refusal:
        line = signature.line or signature.walk_in
        return again(request, row, refusal=refusal, refused_at=queries.word_of(line) if line else "")
    messages.success(request, _("The signature is withdrawn; it stays readable with its reason."))
    return back(row)
