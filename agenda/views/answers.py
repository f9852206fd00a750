"""Answering an invitation by the link of a mail, without signing in. Reading the page changes nothing."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from agenda import actions, queries
from agenda.forms import ReplyForm
from agenda.models import Session
from core.errors import Refused
from core.gate import gate
from core.links import link_of
from core.models import Link

link_behind = link_of(actions.REPLY_LINK)


def invitation_behind(request: HttpRequest, token: str) -> tuple[Link, Session]:
    """The link with this secret, and the session it answers: seen by whoever holds the mail."""
    link = link_behind(request, token=token)
    found = queries.on_sheet(Session.objects.filter(pk=link.subject)).first()
    if found is None:
        raise Http404
    return link, found


@gate(
    see=invitation_behind,
    public="The invited person answers from their mailbox; the secret of the link says who they are.",
    methods=("GET", "POST"),
)
def answer(request: HttpRequest, link: Link, row: Session) -> HttpResponse:
    form, noted, refusal, is_open = ReplyForm(request.POST), None, None, False
    try:
        actions.check_answer(link, row, request.user)
        is_open = request.method != "POST" or not form.is_valid()
        if request.method == "POST":
            if is_open:
                raise Refused(_("Answer yes, maybe or no."))
            noted = form.cleaned_data["answer"]
            actions.answer_invitation(link=link, reader=request.user, session=row, answer=noted)
    except Refused as said:
        refusal, noted = said, None
    context = {**told(request, link, row), "noted": noted, "refusal": refusal, "is_open": is_open}
    response = render(request, "agenda/answer.html", context, status=status(context))
    response["Cache-Control"] = "private, no-store"
    return response


def status(context: dict[str, Any]) -> int:
    if context["refusal"] is None:
        return 200
    return 403 if context["stranger"] else 422 if context["is_open"] else 410


def told(request: HttpRequest, link: Link, row: Session) -> dict[str, Any]:
    """A stranger who is signed in learns nothing of the session."""
    stranger = request.user.is_authenticated and request.user.pk != link.user_id
    return {
        "session": row,
        "person": link.user,
        "stranger": stranger,
        "line": None if stranger else queries.own_line(row, link.user),
        "suggested": request.GET.get("answer", ""),
    }
