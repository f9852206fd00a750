"""The public page of registration, and the link that confirms."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.dates import now
from core.errors import Refused
from core.gate import gate
from core.http import go, page
from core.limits import within
from core.links import digest
from funding_day import actions, forms
from funding_day.enums import Entry, Side
from funding_day.models import FundingDay, Registration

FORM = "funding_day/register.html"
SENT = "funding_day/registered.html"
HOUR = 3600
FROM_ONE_CONNECTION = 30  # an hour, for a whole office behind one address
TO_ONE_ADDRESS = 3


def public_day(request, day):
    row = FundingDay.objects.whole().filter(slug=day).exclude(entry=Entry.TEAM).first()
    if row is None:
        raise Http404
    return row


public_day.words = ("day",)


def _typed(request, day):
    side = Side.BEARER if request.GET.get("as") == "project" and day.entry == Entry.EVERYBODY else Side.FUNDER
    facts = forms.FunderFacts if side == Side.FUNDER else forms.BearerFacts
    data = request.POST if request.method == "POST" else None
    return side, facts(data), forms.People(data, prefix="people"), forms.Doorkeeper(data)


@gate(
    public="Funders and projects from outside have no account; what is typed waits for the link of a mail.",
    see=public_day,
    methods=("GET", "POST"),
)
def register(request, day):
    side, form, people, door = _typed(request, day)
    context = {"day": day, "side": side.value, "form": form, "people": people, "door": door}
    context |= {"closed": day.is_closed_at(now()), "words": _words(day)}
    if request.method == "GET":
        return page(request, FORM, context)
    if not all([form.is_valid(), people.is_valid(), door.is_valid()]):
        door.renew()
        return page(request, FORM, context, status=422)
    if not within(request, "funding_day", FROM_ONE_CONNECTION, HOUR):
        form.add_error(
            None, _("Too many registrations come from this connection: try again in an hour. What you typed is here.")
        )
        return page(request, FORM, context, status=422)
    address = door.cleaned_data["email"].strip().lower()
    if not door.is_a_machine and actions.may_write_to(address, TO_ONE_ADDRESS, HOUR):
        actions.ask_registration(
            day=day, side=side, email=address, data=form.cleaned_data, people=people.people, language=get_language()
        )
    return page(request, SENT, {"day": day, "address": address, "closed": context["closed"]})


def _words(day):
    return day.words_en if get_language() == "en" and day.words_en else day.words_fr


def registration_behind(request, token):
    row = Registration.objects.select_related("day__cohort", "day__session__venue").filter(digest=digest(token)).first()
    if row is None:
        raise Http404
    return row


registration_behind.words = ("token",)


@gate(
    public="Whoever registered confirms from the mail; the secret of the link says who they are.",
    see=registration_behind,
    methods=("GET", "POST"),
)
def confirm(request, registration):
    context = {"registration": registration, "day": registration.day, "gone": None, "known": None}
    try:
        if request.method == "POST":
            _guest, token = actions.confirm_registration(registration=registration)
            return _private(go(request, reverse("funding_day:own_page", args=[token])))
        actions.check_registration(registration)
        context["known"] = actions.known_guest(registration)
        answer = page(request, "funding_day/confirm.html", context)
    except Refused as refusal:
        status = 410 if request.method == "GET" else refusal.status
        answer = page(request, "funding_day/confirm.html", {**context, "gone": refusal}, status=status)
    return _private(answer)


def _private(answer):
    answer["Cache-Control"] = "private, no-store"
    answer["Referrer-Policy"] = "same-origin"
    return answer
