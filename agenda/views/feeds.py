"""« Mon calendrier »: the page of a person's feed, and the feed that their calendar program reads."""

import hashlib
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _

from agenda import actions, queries
from agenda.ical import event_of
from agenda.models import CalendarFeed
from core.errors import Refused
from core.gate import gate
from core.ical import calendar
from core.links import digest


@gate()
def my_calendar(request: HttpRequest) -> HttpResponse:
    return render(request, "agenda/my_calendar.html", {"feed": queries.feed_of(request.user), "addresses": None})


@gate(methods=("POST",))
def renew_feed(request: HttpRequest) -> HttpResponse:
    """Shows the new address in this answer and nowhere else."""
    token = actions.renew_feed(actor=request.user, only_mine=request.POST.get("only_mine") == "1")
    context = {"feed": queries.feed_of(request.user), "addresses": addresses(token)}
    response = render(request, "agenda/my_calendar.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


def addresses(token: str) -> dict[str, str]:
    """The same feed for every kind of program; webcal is the address that opens one."""
    path = reverse("agenda:feed", args=[token])
    return {"https": settings.SITE_URL + path, "webcal": f"webcal://{urlsplit(settings.SITE_URL).netloc}{path}"}


@gate(methods=("POST",))
def revoke_feed(request: HttpRequest) -> HttpResponse:
    try:
        actions.revoke_feed(actor=request.user)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("The address is withdrawn: calendars that follow it get nothing more."))
    return redirect("agenda:my_calendar")


def feed_behind(request: HttpRequest, token: str) -> CalendarFeed:
    """The feed whose address holds this secret, withdrawn ones included, so that the program is told so."""
    found = CalendarFeed.objects.select_related("user").filter(digest=digest(token)).first()
    if found is None:
        raise Http404
    return found


@gate(see=feed_behind, public="A calendar program has no account; the secret of the address says whose feed it is.")
def feed(request: HttpRequest, row: CalendarFeed) -> HttpResponse:
    if row.revoked_at is not None or not row.user.is_active:
        with translation.override(row.user.language):
            sentence = _("This calendar address was withdrawn. Sign in and make a new one on the page “My calendar”.")
        return plain(HttpResponse(sentence, status=410, content_type="text/plain; charset=utf-8"))
    with translation.override(row.user.language):
        text = calendar(
            (event_of(session) for session in queries.in_feed(row)), method="PUBLISH", name=_("Cooperations, my agenda")
        )
    etag = f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
    response: Any = HttpResponse(text, content_type="text/calendar; charset=utf-8", headers={"ETag": etag})
    return plain(get_conditional_response(request, etag=etag, response=response) or response)


def plain(response: Any) -> Any:
    response["Cache-Control"] = "private, no-cache"
    response["Content-Disposition"] = 'inline; filename="cooperations.ics"'
    response["X-Robots-Tag"] = "noindex"
    return response
