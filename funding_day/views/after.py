"""After the morning: what each side says of a meeting, the questions of the months after, and the funds raised."""

from django.contrib import messages
from django.http import Http404
from django.utils.translation import gettext as _

from core.errors import Refused
from core.gate import gate
from core.http import go, page
from funding_day import access, actions, figures, forms, queries
from funding_day.enums import Side, Source

from .days import day_of
from .doors import Door, feedback_ways, two_ways


@feedback_ways
def own_feedback(request, door: Door, other):
    row = queries.feedback_of(door.guest, other)
    names = forms.FunderFeedbackForm if door.side == Side.FUNDER else forms.BearerFeedbackForm
    initial = {name: getattr(row, name) for name in names.base_fields} if row else {"person": door.guest.contact}
    form = names(request.POST if request.method == "POST" else None, initial=initial)
    context = {"door": door, "guest": door.guest, "day": door.guest.day, "other": other, "form": form, "row": row}
    if request.method == "GET":
        return page(request, "funding_day/feedback_form.html", context)
    if not form.is_valid():
        return page(request, "funding_day/feedback_form.html", context, status=422)
    try:
        actions.say_feedback(
            actor=door.actor, guest=door.guest, other=other, by_team=door.by_team, facts=form.cleaned_data
        )
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
        return page(request, "funding_day/feedback_form.html", context, status=refusal.status)
    messages.success(request, _("Thank you, it is noted."))
    return go(request, door.page_url)


@two_ways(methods=("GET", "POST"))
def own_follow_up(request, door):
    if door.side != Side.BEARER:
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = forms.RaisedForm(data if data and data.get("result") else None, day=door.guest.day)
    words = forms.WordsForm(data)
    context = {"door": door, "guest": door.guest, "day": door.guest.day, "form": form, "words": words}
    context |= {"raised": queries.raised_by(door.guest), "follow_up": queries.open_follow_up(door.guest)}
    if data is None:
        return page(request, "funding_day/follow_up.html", context)
    if not words.is_valid() or (form.is_bound and not form.is_valid()):
        return page(request, "funding_day/follow_up.html", context, status=422)
    try:
        if form.is_bound:
            source = Source.TEAM if door.by_team else Source.BEARER
            actions.tell_raised(actor=door.actor, bearer=door.guest, source=source, facts=form.cleaned_data)
        actions.answer_follow_up(actor=door.actor, bearer=door.guest, words=words.cleaned_data["words"])
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return page(request, "funding_day/follow_up.html", context, status=refusal.status)
    messages.success(request, _("Thank you, it is noted."))
    return go(request, door.address("follow_up"))


@gate(see=day_of, do=access.can_run_morning, methods=("GET", "POST"))
def raised(request, day):
    form = forms.RaisedByTeamForm(request.POST if request.method == "POST" else None, day=day)
    context = {"day": day, "form": form, "rows": queries.raised_of(day), "total": figures.raised(day)}
    context |= {"feedback": queries.feedback_for(request.user, day)}
    if request.method == "GET":
        return page(request, "funding_day/raised.html", context)
    if not form.is_valid():
        return page(request, "funding_day/raised.html", context, status=422)
    facts = dict(form.cleaned_data)
    try:
        actions.tell_raised(actor=request.user, bearer=facts.pop("bearer"), source=Source.TEAM, facts=facts)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return page(request, "funding_day/raised.html", context, status=refusal.status)
    messages.success(request, _("It is noted, with its source."))
    return go(request, day.address("raised"))
