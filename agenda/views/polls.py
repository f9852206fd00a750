"""Finding a date, for the team: making a poll, sending it, reading it, choosing."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda import actions, figures, queries
from agenda.access import can_answer_poll, can_choose_date, can_plan_session, can_run_poll
from agenda.forms import AvailabilityForm, ChooseForm, DateRows, MoreDateRows, PollForm, ReopenForm
from agenda.models import Poll, PollDate, Session
from cohorts.enums import SessionForm
from cohorts.models import Cohort
from core import dates
from core.errors import EditedElsewhere, Refused
from core.gate import gate, one
from core.http import go

from .calendar import cohort_of
from .sessions import cohort_to_plan, typed

PAGE = 30
FORM = "agenda/poll_form.html"
DAYS_TO_ANSWER = 7

poll_of = one(Poll, pk="poll", prepare=queries.on_poll_page)


def poll_and_date(request: HttpRequest, poll: int, date: int) -> tuple[Poll, PollDate]:
    """A poll and one of the dates it proposes."""
    found = poll_of(request, poll=poll)
    row = found.dates.proposed().filter(pk=date).first()
    if row is None:
        raise Http404
    return found, row


def cohort_named(request: HttpRequest) -> Cohort | None:
    told = request.GET.get("cohort")
    return cohort_of(request, cohort=told) if told else None


@gate(see=cohort_named)
def polls(request: HttpRequest, cohort: Cohort | None) -> HttpResponse:
    shown = Paginator(queries.polls(request.user, cohort), PAGE).get_page(request.GET.get("page"))
    cohorts = queries.cohorts_to_plan(request.user)
    context = {
        "page_obj": shown,
        "lines": queries.poll_lines(request.user, list(shown)),
        "cohort": cohort,
        "cohorts": cohorts,
        "plannable": cohort or queries.cohort_to_plan(cohorts),
    }
    return render(request, "agenda/polls.html", context)


@gate(see=poll_of)
def poll(request: HttpRequest, row: Poll) -> HttpResponse:
    return render(request, "agenda/poll.html", poll_page(request, row))


def poll_page(request: HttpRequest, row: Poll) -> dict[str, Any]:
    """The result for the team, the answers of whoever is asked."""
    may_run, may_answer = can_run_poll(request.user, row), can_answer_poll(request.user, row)
    context: dict[str, Any] = {"poll": row, "may_run": may_run, "may_answer": may_answer, "refusal": None}
    if may_answer:
        context |= {"form": AvailabilityForm(own=queries.own_dates(row, request.user))}
        context |= {"is_open": queries.is_open_to_answers(row), "closed": actions.closed_sentence(row)}
    if may_run:
        context |= {
            "dates": dates_of(row),
            "counts": figures.poll_counts([row])[row.pk],
            "asked": queries.asked(row),
            "to_write_to": queries.to_write_to(row),
            "reminders": queries.poll_reminders([row])[row.pk],
            "is_open": queries.is_open_to_answers(row),
            "reopen_form": ReopenForm(initial={"answers_until": dates.today() + timedelta(days=DAYS_TO_ANSWER)}),
        }
    return context


def dates_of(row: Poll) -> list[tuple[figures.DateResult, list[Any]]]:
    """Each date with what is said of it, and who is taken then as long as it can be chosen."""
    taken = {} if row.is_closed else queries.obstacles(row)
    results = figures.poll_result(row, [key for key, found in taken.items() if found])
    return [(result, taken.get(result.date.pk, [])) for result in results]


@gate(see=cohort_to_plan, do=can_plan_session, methods=("GET", "POST"))
def new_poll(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    kinds = list(cohort.session_kinds.order_by("position", "pk"))
    draft = draft_named(request, cohort)
    suggested = poll_suggestions(request, cohort, draft)
    form = PollForm(typed(request), cohort=cohort, draft=draft, initial=suggested)
    rows = DateRows(typed(request), prefix="dates", form_kwargs={"kinds": kinds})
    context = {"form": form, "rows": rows, "cohort": cohort, "poll": None, "draft": draft}
    context["cohorts"] = [] if draft else queries.cohorts_to_plan(request.user)
    if request.method != "POST":
        return render(request, FORM, context)
    if not (form.is_valid() & rows.is_valid()):
        return render(request, FORM, context, status=422)
    try:
        made = actions.create_poll(actor=request.user, cohort=cohort, dates=rows.intervals, **form.facts)
    except Refused as refusal:
        return refused_poll(request, refusal, context)
    messages.success(request, _("The poll is ready: look at it, then send it."))
    return go(request, made.get_absolute_url())


def draft_named(request: HttpRequest, cohort: Cohort) -> Session | None:
    """The session without a date for which the poll is, where the address or the form names one."""
    named = request.POST.get("draft") or request.GET.get("draft")
    if not named:
        return None
    found = queries.drafts_to_date(request.user, cohort).filter(pk=named).first() if named.isdecimal() else None
    if found is None:
        raise Http404
    return found


def poll_suggestions(request: HttpRequest, cohort: Cohort, draft: Session | None = None) -> dict[str, Any]:
    told = request.GET
    if draft is not None:
        return {
            "message": draft.aim[:1000],
            "venue": draft.venue,
            "facilitators": [person.pk for person in draft.facilitators.order_by("pk")],
            "answers_until": dates.today() + timedelta(days=DAYS_TO_ANSWER),
        }
    return {
        "form": told.get("form") if told.get("form") in SessionForm.values else SessionForm.WORKSHOP,
        "project": queries.project_named(cohort, told.get("project", "")),
        "facilitators": [request.user.pk],
        "answers_until": dates.today() + timedelta(days=DAYS_TO_ANSWER),
    }


@gate(see=poll_of, do=can_run_poll, methods=("GET", "POST"))
def edit_poll(request: HttpRequest, row: Poll) -> HttpResponse:
    proposed = list(row.dates.proposed().order_by("starts_at", "ends_at", "pk"))
    kinds = list(row.cohort.session_kinds.order_by("position", "pk"))
    form = PollForm(typed(request), cohort=row.cohort, poll=row, proposed=proposed, initial=stored_poll(row))
    rows = MoreDateRows(typed(request), prefix="dates", form_kwargs={"kinds": kinds})
    context = {"form": form, "rows": rows, "cohort": row.cohort, "poll": row, "draft": row.draft, "cohorts": []}
    if request.method != "POST":
        return render(request, FORM, context)
    if not (form.is_valid() & rows.is_valid()):
        return render(request, FORM, context, status=422)
    try:
        actions.change_poll(actor=request.user, poll=row, dates=rows.intervals, **form.facts)
    except EditedElsewhere as refusal:
        return refused_poll(request, refusal, {**context, "differences": form.differences(refusal.theirs)})
    except Refused as refusal:
        return refused_poll(request, refusal, context)
    messages.success(request, _("The poll is saved."))
    return go(request, row.get_absolute_url())


def stored_poll(row: Poll) -> dict[str, Any]:
    facts = {name: getattr(row, name) for name in ("axis", "title", "message", "venue", "answers_until")}
    return facts | {"facilitators": [person.pk for person in row.facilitators.all()], "seen": row.version}


def refused_poll(request: HttpRequest, refusal: Refused, context: dict[str, Any]) -> HttpResponse:
    """The same form with the sentence beside its field; a refusal about dates stands above the rows of dates."""
    form = context["form"]
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
    conflict = refusal if isinstance(refusal, EditedElsewhere) else None
    return render(request, FORM, {**context, "refusal": refusal, "conflict": conflict}, status=refusal.status)


@gate(see=poll_of, do=can_run_poll, methods=("POST",))
def open_poll(request: HttpRequest, row: Poll) -> HttpResponse:
    return run(request, row, actions.open_poll, _written)


@gate(see=poll_of, do=can_run_poll, methods=("POST",))
def remind_poll(request: HttpRequest, row: Poll) -> HttpResponse:
    return run(request, row, actions.remind_poll, _written)


def _written(people: int) -> str:
    return ngettext("A mail is on its way to %(n)d person.", "A mail is on its way to %(n)d people.", people) % {
        "n": people
    }


@gate(see=poll_of, do=can_run_poll, methods=("POST",))
def cancel_poll(request: HttpRequest, row: Poll) -> HttpResponse:
    return run(request, row, actions.cancel_poll, _cancelled)


def _cancelled(_row: Poll) -> str:
    return _("The poll is cancelled.")


@gate(see=poll_of, do=can_run_poll, methods=("POST",))
def reopen_poll(request: HttpRequest, row: Poll) -> HttpResponse:
    form = ReopenForm(request.POST)
    if not form.is_valid():
        context = poll_page(request, row) | {"reopen_form": form}
        return render(request, "agenda/poll.html", context, status=422)
    return run(request, row, actions.reopen_poll, _reopened, **form.cleaned_data)


def _reopened(row: Poll) -> str:
    return (
        _("The poll takes answers again.") if row.is_open else _("The poll is a draft again: send it when it is ready.")
    )


def run(request: HttpRequest, row: Poll, action: Any, said: Any, **facts: Any) -> HttpResponse:
    """Carries out a change of state and shows the poll again, with the refusal if there is one."""
    try:
        outcome = action(actor=request.user, poll=row, **facts)
    except Refused as refusal:
        fresh = poll_of(request, poll=row.pk)
        context = poll_page(request, fresh) | {"refusal": refusal}
        return render(request, "agenda/poll.html", context, status=refusal.status)
    messages.success(request, said(outcome))
    return redirect(row)


@gate(see=poll_and_date, do=can_choose_date, methods=("GET", "POST"))
def choose_date(request: HttpRequest, row: Poll, date: PollDate) -> HttpResponse:
    held = {"venue": row.venue, "facilitators": [person.pk for person in row.facilitators.all()]}
    form = ChooseForm(typed(request), cohort=row.cohort, kept=held["facilitators"], initial=held)
    result, busy = next((result, busy) for result, busy in dates_of(row) if result.date.pk == date.pk)
    context = {"poll": row, "date": date, "form": form, "result": result, "busy": busy, "refusal": None}
    context |= {"invited": queries.invited_on(row, date.day)}
    if request.method != "POST":
        return render(request, "agenda/choose_date.html", context)
    if not form.is_valid():
        return render(request, "agenda/choose_date.html", context, status=422)
    try:
        session = actions.choose_date(actor=request.user, poll=row, date=date, **form.facts)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return render(request, "agenda/choose_date.html", context | {"refusal": refusal}, status=refusal.status)
    messages.success(request, _("The date is chosen and “%(title)s” is planned.") % {"title": session.title})
    return redirect(session)
