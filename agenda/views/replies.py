"""Answering an invitation."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from agenda import actions
from agenda.access import can_answer_session
from agenda.forms import ReplyForm
from agenda.models import Session
from core.errors import Refused
from core.gate import gate
from core.http import is_fragment, page

from .on_sheet import own, session_of, sheet


@gate(see=session_of, do=can_answer_session, methods=("POST",))
def reply(request: HttpRequest, row: Session) -> HttpResponse:
    form, refusal = ReplyForm(request.POST), None
    try:
        if not form.is_valid():
            raise Refused(_("Answer yes, maybe or no."))
        actions.reply(actor=request.user, session=row, answer=form.cleaned_data["answer"])
    except Refused as said:
        refusal = said
    if refusal is None and not is_fragment(request):
        return redirect(f"{row.get_absolute_url()}#reply")
    context = own(request, row) if is_fragment(request) else sheet(request, row)
    context["refusal"] = refusal
    return page(request, "agenda/session.html", context, partial="agenda/_reply.html", status=422 if refusal else 200)
