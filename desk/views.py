"""The roof's pages: home by role, a cohort's board, a project's home, and the search."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from cohorts.models import Cohort
from core.dates import today
from core.gate import gate, one
from core.http import page
from projects.models import Project

from . import boards, queries
from .forms import SearchForm
from .search import find

cohort_of = one(Cohort, slug="cohort", prepare=lambda rows: rows.select_related("content"))
project_of = one(Project, slug="project", prepare=lambda rows: rows.select_related("cohort__content", "territory"))


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


@gate()
def search(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET or None)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    return page(request, "desk/search.html", {"form": form, "words": words, "groups": find(request.user, words)})
