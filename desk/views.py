"""The roof's pages: home by role, a cohort's board, a project's home, the preparation of a session, and the search."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from agenda.access import can_write_note
from agenda.actions import set_points
from agenda.models import Session
from cohorts.access import can_change_cohort, can_clone_cohort
from cohorts.models import Cohort
from core.dates import today
from core.errors import EditedElsewhere, Refused
from core.gate import gate, one
from core.http import go, invalid, page, refused
from projects.access import can_read_engagement
from projects.models import Project

from . import boards, preparing, queries
from . import engagement as balancing
from .editions import clone_edition
from .forms import CloneForm, SearchForm, Subjects
from .search import find

cohort_of = one(Cohort, slug="cohort", prepare=lambda rows: rows.select_related("content"))
project_of = one(Project, slug="project", prepare=lambda rows: rows.select_related("cohort__content", "territory"))

session_of = one(
    Session, pk="session", prepare=lambda rows: rows.select_related("cohort__content", "project__cohort", "axis")
)


@gate()
def home(request: HttpRequest) -> HttpResponse:
    place = queries.place_of(request.user, ())
    if place.url:
        return redirect(place.url)
    return page(request, "desk/nothing.html", {})


@gate(see=cohort_of)
def board(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    return page(request, "desk/board.html", {"board": boards.board(request.user, cohort, today())})


@gate(see=project_of)
def project(request: HttpRequest, project: Project) -> HttpResponse:
    return page(request, "desk/project.html", {"home": boards.project_home(request.user, project, today())})


@gate(see=cohort_of, do=can_clone_cohort, methods=("GET", "POST"))
def clone_cohort(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    template, context = "desk/clone_cohort.html", {"cohort": cohort}
    if request.method == "GET":
        return page(request, template, {**context, "form": CloneForm()})
    form = CloneForm(request.POST)
    if not form.is_valid():
        return invalid(request, form, template, context)
    try:
        made = clone_edition(actor=request.user, source=cohort, **form.cleaned_data)
    except Refused as refusal:
        return refused(request, refusal, form, template, context)
    messages.success(request, _("The cohort is made: check its dates and targets."))
    return go(request, made.get_absolute_url())


@gate(see=cohort_of, do=can_change_cohort)
def cohort_engagement(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    shown = balancing.cohort_balances(request.user, cohort, today())
    return page(request, "desk/cohort_engagement.html", {"cohort": cohort, "balances": shown})


@gate(see=project_of, do=can_read_engagement)
def engagement(request: HttpRequest, project: Project) -> HttpResponse:
    shown = balancing.page_of(request.user, project, today())
    return page(request, "desk/engagement.html", {"project": project, "shown": shown})


@gate(see=session_of, do=can_write_note, methods=("GET", "POST"))
def prepare_session(request: HttpRequest, session: Session) -> HttpResponse:
    ready = preparing.prepare(session, today())
    axes = list(session.cohort.content.axes.order_by("position", "pk"))
    context = {"session": session, "ready": ready, "mark": ready.mark, "theirs": [], "refusal": None}
    if request.method == "GET":
        lines = Subjects(initial=ready.rows, prefix="subject", form_kwargs={"axes": axes})
        return page(request, "desk/prepare.html", {**context, "lines": lines})
    lines = Subjects(request.POST, prefix="subject", form_kwargs={"axes": axes})
    if not lines.is_valid():
        return page(request, "desk/prepare.html", {**context, "lines": lines}, status=422)
    seen = request.POST.get("seen", "")
    try:
        set_points(
            actor=request.user, session=session, subjects=lines.subjects, seen=int(seen) if seen.isdigit() else None
        )
    except Refused as refusal:
        context |= {"lines": lines, "refusal": refusal}
        if isinstance(refusal, EditedElsewhere):
            context |= {"theirs": refusal.theirs, "mark": refusal.version}
        return page(request, "desk/prepare.html", context, status=refusal.status)
    messages.success(request, _("The list of subjects is saved."))
    return redirect(session)


@gate()
def search(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET or None)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    return page(request, "desk/search.html", {"form": form, "words": words, "groups": find(request.user, words)})
