"""Projects and structures: lists, pages, forms."""

from django.contrib import messages
from django.utils.translation import gettext as _

from cohorts.models import Cohort
from core.dates import today
from core.errors import Refused
from core.gate import gate, one
from core.http import go, invalid, page, refused
from projects import access, actions, queries
from projects.forms import ChangeProjectForm, ChangeStructureForm, NewProjectForm, NewStructureForm
from projects.models import Project, Structure

project_of = one(Project, slug="project", prepare=lambda rows: rows.select_related("cohort", "territory"))
structure_of = one(Structure, slug="structure")


@gate()
def projects(request):
    cohorts = list(Cohort.objects.visible_to(request.user))
    asked = request.GET.get("cohort", "")
    cohort = next((row for row in cohorts if row.slug == asked), None)
    lines = queries.project_lines(request.user, cohort)
    context = {"lines": lines, "cohorts": cohorts, "cohort": cohort, "today": today()}
    return page(request, "projects/projects.html", context)


@gate(do=access.can_create_project, methods=("GET", "POST"))
def new_project(request):
    template = "projects/new_project.html"
    if request.method == "GET":
        form = NewProjectForm(user=request.user, initial={"cohort": request.GET.get("cohort", "")})
        return page(request, template, {"form": form})
    form = NewProjectForm(request.POST, user=request.user)
    if not form.is_valid():
        return invalid(request, form, template)
    try:
        project = actions.create_project(actor=request.user, **form.cleaned_data)
    except Refused as refusal:
        return refused(request, refusal, form, template)
    messages.success(request, _("The project is created: say which structures carry it."))
    return go(request, project.get_absolute_url())


@gate(see=project_of, do=access.can_change_project, methods=("GET", "POST"))
def edit_project(request, project):
    template, context = "projects/edit_project.html", {"project": project}
    if request.method == "GET":
        return page(request, template, {**context, "form": ChangeProjectForm(row=project)})
    form = ChangeProjectForm(request.POST, row=project)
    if not form.is_valid():
        return invalid(request, form, template, context)
    try:
        actions.change_project(actor=request.user, project=project, **form.cleaned_data)
    except Refused as refusal:
        return refused(request, refusal, form, template, context)
    messages.success(request, _("Your changes are saved."))
    return go(request, project.get_absolute_url())


@gate(see=structure_of)
def structure(request, structure):
    context = {"structure": structure, "memberships": queries.structure_projects(request.user, structure)}
    return page(request, "projects/structure.html", context)


@gate(do=access.can_create_structure, methods=("GET", "POST"))
def new_structure(request):
    template = "projects/new_structure.html"
    if request.method == "GET":
        form = NewStructureForm(user=request.user, initial={"project": request.GET.get("project", "")})
        return page(request, template, {"form": form})
    form = NewStructureForm(request.POST, user=request.user)
    if not form.is_valid():
        return invalid(request, form, template)
    try:
        structure = actions.create_structure(actor=request.user, **form.cleaned_data)
    except Refused as refusal:
        return refused(request, refusal, form, template)
    messages.success(request, _("The structure is created: invite its people."))
    return go(request, structure.get_absolute_url())


@gate(see=structure_of, do=access.can_change_structure, methods=("GET", "POST"))
def edit_structure(request, structure):
    template, context = "projects/edit_structure.html", {"structure": structure}
    if request.method == "GET":
        return page(request, template, {**context, "form": ChangeStructureForm(row=structure)})
    form = ChangeStructureForm(request.POST, row=structure)
    if not form.is_valid():
        return invalid(request, form, template, context)
    try:
        actions.change_structure(actor=request.user, structure=structure, **form.cleaned_data)
    except Refused as refusal:
        return refused(request, refusal, form, template, context)
    messages.success(request, _("Your changes are saved."))
    return go(request, structure.get_absolute_url())
