"""The plan: computed, shown, locked, changed by hand and computed again."""

from django.contrib import messages
from django.http import Http404
from django.utils.translation import gettext as _

from core.errors import EditedElsewhere, Refused
from core.gate import gate
from core.http import go, page
from funding_day import access, actions, figures, forms, queries
from funding_day.models import FundingDay, Plan, PlanRun

from .days import day_of

PAGE = "funding_day/plan.html"


def shown(day, *, cell="", refusal=None, add=None, user=None):
    """What the page of the plan says: the last version, or that there is none yet."""
    plan = queries.last_plan(day)
    context = {"day": day, "plan": plan, "run": queries.run_under_way(day), "refusal": refusal, "picked": None}
    context |= {"clash": refusal if isinstance(refusal, EditedElsewhere) else None, "grid": None, "add": add}
    if plan is None:
        asked = queries.morning(day)
        return context | {"wrong": queries.impossible(asked), "voices": queries.voices(day)}
    asked = queries.morning(day, queries.plan_rounds(plan))
    grid = queries.grid(plan, asked)
    meetings = {queries.meeting_of(one) for one in grid.cells}
    context |= {"grid": grid, "reached": figures.reached(asked, meetings), "wrong": [], "voices": None}
    context["add"] = add or forms.AddForm(plan=plan, rounds=grid.rounds)
    context["picked"] = next((one for one in grid.cells if str(one.pk) == cell), None)
    context["versions"] = queries.versions(day)
    return context


@gate(see=day_of, do=access.can_run_morning)
def plan(request, day):
    return page(request, PAGE, shown(day, cell=request.GET.get("meeting", "")))


@gate(see=day_of, do=access.can_run_morning, methods=("POST",))
def compute_plan(request, day):
    try:
        actions.start_run(actor=request.user, day=day)
    except Refused as refusal:
        return page(request, PAGE, shown(day, refusal=refusal), status=refusal.status)
    return go(request, day.address("plan"))


def run_of(request, day, run):
    row = day_of(request, day=day)
    found = PlanRun.objects.select_related("job", "day__cohort", "day__session__venue").filter(day=row, pk=run).first()
    if found is None:
        raise Http404
    return row, found


run_of.words = ("day", "run")


def runs_the_morning(user, day, _row):
    return access.can_run_morning(user, day)


@gate(see=run_of, do=runs_the_morning)
def plan_progress(request, day, run):
    if run.plan_id is not None:
        return go(request, day.address("plan"))
    return page(request, "funding_day/_run.html", {"day": day, "run": run})


@gate(see=run_of, do=runs_the_morning, methods=("POST",))
def stop_plan(request, day, run):
    try:
        actions.stop_run(actor=request.user, run=run)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("It stops with the best plan found so far."))
    return go(request, day.address("plan"))


def _changed(request, day, form, act):
    if not form.is_valid():
        refusal = Refused(" ".join(str(error) for errors in form.errors.values() for error in errors))
        return page(request, PAGE, shown(day, refusal=refusal), status=422)
    try:
        made = act(form.cleaned_data)
    except Refused as refusal:
        return page(request, PAGE, shown(day, refusal=refusal), status=refusal.status)
    messages.success(
        request, _("Version %(number)d: %(note)s.") % {"number": made.number, "note": made.note or _("unchanged")}
    )
    return go(request, day.address("plan"))


@gate(see=day_of, do=access.can_run_morning, methods=("POST",))
def change_plan(request, day):
    def act(facts):
        about = {"actor": request.user, "day": day, "seen": facts["seen"], "cell": facts["cell"]}
        if facts["act"] == "move":
            return actions.move_meeting(**about, to=facts["to"])
        if facts["act"] == "out":
            return actions.take_out(**about)
        return actions.lock_meeting(**about, lock=facts["act"] == "lock")

    return _changed(request, day, forms.ChangeForm(request.POST, day=day), act)


@gate(see=day_of, do=access.can_run_morning, methods=("POST",))
def add_meeting(request, day):
    plan = queries.last_plan(day)
    if plan is None:
        return go(request, day.address("plan"))
    form = forms.AddForm(request.POST, plan=plan, rounds=queries.plan_rounds(plan))
    return _changed(request, day, form, lambda facts: actions.add_meeting(actor=request.user, day=day, **facts))


def version_of(request, day, number):
    row = day_of(request, day=day)
    found = Plan.objects.filter(day=row, number=number).select_related("made_by").first()
    if found is None:
        raise Http404
    return row, found


version_of.words = ("day", "number")


@gate(see=version_of, do=runs_the_morning)
def plan_version(request, day: FundingDay, plan: Plan):
    """An earlier version, and what has changed since."""
    last = queries.last_plan(day)
    asked = queries.morning(day, queries.plan_rounds(plan))
    context = {"day": day, "plan": plan, "grid": queries.grid(plan, asked), "last": last}
    return page(request, "funding_day/version.html", context | {"since": queries.difference(plan, last)})
