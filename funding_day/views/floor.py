"""Sending the agendas; and on the day: the desk, the live board, and the repair of the plan."""

from django.contrib import messages
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import now
from core.errors import EditedElsewhere, Refused
from core.gate import gate
from core.http import go, page
from funding_day import access, actions, forms, queries
from funding_day.enums import Sending
from funding_day.models import Proposal, Visitor

from .days import day_of
from .plan import runs_the_morning


def _kind(request):
    word = request.POST.get("kind") or request.GET.get("kind")
    return Sending.FINAL if word == Sending.FINAL.value else Sending.PROVISIONAL


@gate(see=day_of, do=access.can_run_morning, methods=("GET", "POST"))
def send_agendas(request, day):
    kind, refusal = _kind(request), None
    if request.method == "POST":
        seen = request.POST.get("seen", "")
        try:
            mailing = actions.send_agendas(
                actor=request.user, day=day, seen=int(seen) if seen.isdigit() else 0, kind=kind
            )
        except Refused as refused:
            refusal = refused
        else:
            text = ngettext("%(n)d schedule is on its way.", "%(n)d schedules are on their way.", mailing.mails)
            messages.success(request, text % {"n": mailing.mails})
            return go(request, day.address("plan"))
    first, without, number = actions.preview(day, kind)
    context = {"day": day, "plan": queries.last_plan(day), "kind": kind.value, "letter": first, "without": without}
    context |= {"number": number, "refusal": refusal, "mailings": queries.mailings(day)}
    return page(request, "funding_day/send.html", context, status=refusal.status if refusal else 200)


@gate(see=day_of, do=access.can_run_morning)
def schedules(request, day):
    """Everybody's schedule, to be printed: a table card each."""
    plan = queries.last_plan(day)
    context = {"day": day, "plan": plan, "schedules": queries.schedules(plan) if plan else []}
    return page(request, "funding_day/schedules.html", context)


def desk_page(request, day, form=None, refusal=None):
    plan = queries.last_plan(day)
    people = queries.arrivals(day)
    context = {
        "day": day,
        "plan": plan,
        "arrivals": people,
        "here": sum(one.arrived_at is not None for row in people for one in row.people),
        "expected": sum(len(row.people) for row in people),
        "badge": request.GET.get("badge", ""),
        "form": form or (forms.MishapForm(plan=plan) if plan else None),
        "proposal": queries.open_proposal(day),
        "refusal": refusal,
    }
    return page(request, "funding_day/desk.html", context, status=refusal.status if refusal else 200)


@gate(see=day_of, do=access.can_run_morning)
def desk(request, day):
    return desk_page(request, day)


def visitor_of(request, day, visitor):
    row = day_of(request, day=day)
    found = Visitor.objects.of_day(row).filter(pk=visitor).first()
    if found is None:
        raise Http404
    return row, found


visitor_of.words = ("day", "visitor")


@gate(see=visitor_of, do=runs_the_morning, methods=("POST",))
def check_in(request, day, visitor):
    here = request.POST.get("here") == "1"
    actions.check_in(actor=request.user, visitor=visitor, here=here)
    return go(request, f"{day.address('desk')}#v{visitor.pk}")


@gate(see=day_of, do=access.can_run_morning, methods=("POST",))
def propose_repair(request, day):
    plan = queries.last_plan(day)
    if plan is None:
        return go(request, day.address("desk"))
    form = forms.MishapForm(request.POST, plan=plan)
    if not form.is_valid():
        refusal = Refused(_("Say who, what happened, and from which round."))
        return desk_page(request, day, form, refusal)
    try:
        actions.propose_repair(actor=request.user, day=day, **form.facts)
    except (EditedElsewhere, Refused) as refusal:
        return desk_page(request, day, form, refusal)
    return go(request, f"{day.address('desk')}#proposal")


def proposal_of(request, day, proposal):
    row = day_of(request, day=day)
    found = Proposal.objects.filter(day=row, pk=proposal).select_related("plan", "funder", "bearer").first()
    if found is None:
        raise Http404
    found.day = row
    return row, found


proposal_of.words = ("day", "proposal")


@gate(see=proposal_of, do=runs_the_morning, methods=("POST",))
def settle_repair(request, day, proposal):
    if request.POST.get("accept") != "1":
        actions.drop_repair(actor=request.user, proposal=proposal)
        return go(request, day.address("desk"))
    try:
        made = actions.accept_repair(actor=request.user, proposal=proposal)
    except Refused as refusal:
        return desk_page(request, day, refusal=refusal)
    messages.success(request, _("Version %(number)d holds now: phones and the wall show it.") % {"number": made.number})
    return go(request, day.address("desk"))


@gate(see=day_of)
def board(request, day):
    """The wall and the phones: the round under way and the one that comes."""
    plan = queries.told_plan(day)
    context = {"day": day, "board": queries.board(plan, now()) if plan else None}
    return page(request, "funding_day/board.html", context, partial="funding_day/_board.html")
