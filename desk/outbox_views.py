"""The outbox, for administrators: every message that has not left, to be held back, corrected, sent or discarded."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.enums import MailState
from core.errors import Refused
from core.gate import gate
from core.models import OutboxMail
from core.outbox import hold_in_force

from . import mailroom
from .access import can_manage_outbox
from .forms import MailForm

PAGE = 30


def mail_of(request: HttpRequest, mail: int) -> OutboxMail:
    """A mail that is not secret, for administrators; for anybody else it is not there."""
    found = OutboxMail.objects.filter(pk=mail, secret=False).select_related("person").first()
    if found is None or not request.user.is_administrator:  # type: ignore[union-attr]
        raise Http404
    return found


@gate(do=can_manage_outbox)
def outbox(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/outbox.html", listed(request))


def listed(request: HttpRequest, refusal: Refused | None = None) -> dict[str, Any]:
    state = request.GET.get("state", "")
    counts = mailroom.counts()
    return {
        "page_obj": Paginator(mailroom.mails(state), PAGE).get_page(request.GET.get("page")),
        "state": state if state in MailState.values else "",
        "states": [(one.value, one.label, counts.get(one.value, 0)) for one in MailState],
        "held": counts.get(MailState.HELD, 0),
        "hold": hold_in_force(),
        "refusal": refusal,
    }


@gate(do=can_manage_outbox, methods=("POST",))
def hold_all(request: HttpRequest) -> HttpResponse:
    mailroom.hold_all(actor=request.user)
    messages.success(request, _("From now on messages wait here until you let them leave."))
    return redirect("desk:outbox")


@gate(do=can_manage_outbox, methods=("POST",))
def release_all(request: HttpRequest) -> HttpResponse:
    told = request.POST.get("expected", "")
    try:
        number = mailroom.release_all(actor=request.user, expected=int(told) if told.isdecimal() else -1)
    except Refused as refusal:
        return render(request, "desk/outbox.html", listed(request, refusal), status=422)
    sentence = ngettext("%(n)d message is leaving.", "%(n)d messages are leaving.", number)
    messages.success(request, sentence % {"n": number})
    return redirect("desk:outbox")


@gate(see=mail_of, do=can_manage_outbox, methods=("GET", "POST"))
def outbox_mail(request: HttpRequest, mail: OutboxMail) -> HttpResponse:
    held = {"subject": mail.subject, "text": mailroom.readable(mail), "seen": mail.version}
    form = MailForm(request.POST if request.method == "POST" else None, initial=held)
    context = {"mail": mail, "text": held["text"], "form": form, "refusal": None}
    if request.method != "POST":
        return render(request, "desk/outbox_mail.html", context)
    if not form.is_valid():
        return render(request, "desk/outbox_mail.html", context, status=422)
    try:
        mailroom.edit_mail(actor=request.user, mail=mail, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return render(request, "desk/outbox_mail.html", context, status=refusal.status)
    messages.success(request, _("The message is corrected. It still waits for you to let it leave."))
    return redirect("desk:outbox_mail", mail=mail.pk)


@gate(see=mail_of, do=can_manage_outbox, methods=("POST",))
def hold_mail(request: HttpRequest, mail: OutboxMail) -> HttpResponse:
    return settle(request, mail, mailroom.hold_mail, _("The message is held back."))


@gate(see=mail_of, do=can_manage_outbox, methods=("POST",))
def release_mail(request: HttpRequest, mail: OutboxMail) -> HttpResponse:
    return settle(request, mail, mailroom.release_mail, _("The message is leaving."))


@gate(see=mail_of, do=can_manage_outbox, methods=("POST",))
def discard_mail(request: HttpRequest, mail: OutboxMail) -> HttpResponse:
    return settle(request, mail, mailroom.discard_mail, _("The message is discarded: it will not leave."))


def settle(request: HttpRequest, mail: OutboxMail, act: Any, done: str) -> HttpResponse:
    try:
        act(actor=request.user, mail=mail)
    except Refused as refusal:
        held = {"subject": mail.subject, "text": mailroom.readable(mail), "seen": mail.version}
        context = {"mail": mail, "text": held["text"], "form": MailForm(initial=held), "refusal": refusal}
        return render(request, "desk/outbox_mail.html", context, status=422)
    messages.success(request, done)
    return redirect("desk:outbox_mail", mail=mail.pk)
