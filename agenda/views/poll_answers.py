"""Answering a poll: from the page when signed in, or behind the link of the mail without signing in."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _

from agenda import actions, queries
from agenda.access import can_answer_poll
from agenda.forms import AvailabilityForm
from agenda.models import Poll
from core import links
from core.errors import Refused
from core.gate import gate
from core.models import Link

from .polls import poll_of, poll_page

LINK_PAGE = "agenda/poll_link.html"
_link_of = links.link_of("poll")


def poll_behind(request: HttpRequest, token: str) -> tuple[Link, Poll]:
    """The link whose secret stands in the address, and the poll that it is about."""
    link = _link_of(request, token=token)
    poll = queries.on_poll_page(Poll.objects.filter(pk=link.subject)).first()
    if poll is None:
        raise Http404
    return link, poll


@gate(see=poll_of, do=can_answer_poll, methods=("POST",))
def answer_poll(request: HttpRequest, row: Poll) -> HttpResponse:
    form = AvailabilityForm(request.POST, own=queries.own_dates(row, request.user))
    try:
        actions.answer_poll(actor=request.user, poll=row, answers=told(form))
    except Refused as refusal:
        context = poll_page(request, row) | {"form": form, "refusal": refusal}
        return render(request, "agenda/poll.html", context, status=refusal.status)
    messages.success(request, _("Your answers are noted."))
    return redirect(row)


def told(form: AvailabilityForm) -> Any:
    if not form.is_valid():
        raise Refused(_("Answer yes, if need be or no."))
    return form.answers


@gate(
    see=poll_behind,
    public="Whoever was asked answers by the link of the mail, which says who they are; only the POST writes.",
    methods=("GET", "POST"),
)
def poll_link(request: HttpRequest, link: Link, row: Poll) -> HttpResponse:
    with translation.override(_language(request, link)):
        answer = _by_link(request, link, row)
    answer["Cache-Control"] = "private, no-store"
    return answer


def _language(request: HttpRequest, link: Link) -> str:
    """That of the person the mail was written to, unless the browser or the account says otherwise."""
    chosen = request.user.is_authenticated or settings.LANGUAGE_COOKIE_NAME in request.COOKIES
    return request.LANGUAGE_CODE if chosen else link.user.language


def _by_link(request: HttpRequest, link: Link, row: Poll) -> HttpResponse:
    if request.user.is_authenticated and request.user.pk == link.user_id and request.method == "GET":
        return redirect(row)
    own = queries.own_dates(row, link.user)
    form = AvailabilityForm(request.POST if request.method == "POST" else None, own=own)
    context = {"poll": row, "person": link.user, "form": form, "refusal": None, "gone": None}
    context |= {"is_open": queries.is_open_to_answers(row), "closed": actions.closed_sentence(row)}
    try:
        links.check(link, request.user)
    except Refused as refusal:
        return render(request, LINK_PAGE, context | {"gone": refusal}, status=410)
    if request.method == "GET":
        return render(request, LINK_PAGE, context)
    try:
        actions.answer_by_link(reader=request.user, link=link, poll=row, answers=told(form))
    except Refused as refusal:
        return render(request, LINK_PAGE, context | {"refusal": refusal}, status=refusal.status)
    return redirect(request.path)
