"""A guest's own page: by the link of a mail, by account, or opened by the team on the guest's behalf."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import now
from core.errors import Refused
from core.http import go, page
from funding_day import actions, forms, queries
from funding_day.enums import Side

from .doors import two_ways


@two_ways()
def own_page(request, door):
    context = {
        "door": door,
        "guest": door.guest,
        "day": door.guest.day,
        "people": queries.people_of(door.guest),
        "wishes": queries.wishes_of(door.guest),
        "others": len(queries.others_of(door.guest)),
        "closed": door.guest.day.is_closed_at(now()),
        "schedule": _schedule(door),
        "begun": now() >= door.guest.day.starts_at,
        "shared": queries.shown_to(door.guest),
    }
    return page(request, "funding_day/own.html", context)


def _schedule(door):
    """The schedule that was told, with the address by which each meeting is spoken of."""
    plan = queries.told_plan(door.guest.day)
    if plan is None:
        return None
    found = queries.schedule_of(door.guest, plan, queries.feedback_by(door.guest))
    stops = [(stop, door.address("feedback", stop.other.pk)) for stop in found.stops]
    return {"plan": plan, "stops": stops}


@two_ways()
def own_calendar(request, door):
    """The meetings as a calendar file; nothing before a schedule was told."""
    plan = queries.told_plan(door.guest.day)
    if plan is None:
        raise Http404
    text = actions.calendar_of(door.guest, plan, queries.schedule_of(door.guest, plan))
    headers = {"Content-Disposition": 'attachment; filename="matinee.ics"'}
    return HttpResponse(text, content_type="text/calendar; charset=utf-8", headers=headers)


def _facts(door, data):
    """The guest's form and its people, as stored or as sent."""
    guest, names = door.guest, forms.FunderFacts if door.side == Side.FUNDER else forms.BearerFacts
    stored = {name: getattr(guest, name) for name in names.base_fields}
    rows = [
        {
            "name": one.name,
            "role": one.role,
            "here_from": one.here_from,
            "here_until": one.here_until,
        }
        for one in queries.people_of(guest)
    ]
    return names(data, initial=stored), forms.People(data, initial=rows, prefix="people")


@two_ways(methods=("GET", "POST"))
def own_details(request, door):
    form, people = _facts(door, request.POST if request.method == "POST" else None)
    context = {"door": door, "guest": door.guest, "day": door.guest.day, "form": form, "people": people}
    if request.method == "GET":
        return page(request, "funding_day/details.html", context)
    if not (form.is_valid() & people.is_valid()):
        return page(request, "funding_day/details.html", context, status=422)
    try:
        actions.change_guest(
            actor=door.actor, guest=door.guest, by_team=door.by_team, facts=form.cleaned_data, people=people.people
        )
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return page(request, "funding_day/details.html", context, status=refusal.status)
    messages.success(request, _("Your changes are saved."))
    return go(request, door.page_url)


@two_ways(methods=("GET", "POST"))
def own_wishes(request, door):
    said = queries.wishes_of(door.guest)
    others = queries.others_of(door.guest)
    levels = {key: wish.level for key, wish in said.items()}
    form = forms.WishesForm(request.POST if request.method == "POST" else None, others=others, said=levels)
    context = {"door": door, "guest": door.guest, "day": door.guest.day, "form": form, "said": said}
    if request.method == "GET":
        return page(request, "funding_day/wishes.html", context)
    if not form.is_valid():
        return page(request, "funding_day/wishes.html", context, status=422)
    try:
        number = actions.say_wishes(actor=door.actor, guest=door.guest, by_team=door.by_team, wishes=form.wishes)
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
        return page(request, "funding_day/wishes.html", context, status=refusal.status)
    messages.success(request, ngettext("%(n)d wish is noted.", "%(n)d wishes are noted.", number) % {"n": number})
    return go(request, door.page_url)
