"""The library of resources: read by whoever takes part, kept by the team."""

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _

from cohorts import access, actions, queries
from cohorts.enums import ResourceKind
from cohorts.forms import ChangeResourceForm, ResourceForm
from cohorts.models import Resource
from core import files
from core.errors import Refused
from core.gate import gate, one
from core.http import go, invalid, page, refused

resource_of = one(Resource, pk="resource", prepare=lambda rows: rows.select_related("file"))
TEMPLATE = "cohorts/resource_form.html"


@gate()
def resources(request):
    asked = {name: request.GET.get(name, "")[:80].strip() for name in ("kind", "axis")}
    words = request.GET.get("q", "")[:80].strip()
    shown = queries.library(request.user, words=words, **asked)
    context = {"library": shown, "asked": asked, "words": words, "kinds": ResourceKind.choices}
    return page(request, "cohorts/resources.html", context)


@gate(see=resource_of)
def resource_file(request, resource):
    return files.give(resource.file) if resource.file else go(request, resource.get_absolute_url())


@gate(do=access.can_manage_resources, methods=("GET", "POST"))
def new_resource(request):
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ResourceForm(*sent)
    form.offer(queries.axes_to_place())
    context = {"resource": None, "form": form}
    if request.method == "GET":
        return page(request, TEMPLATE, context)
    if not form.is_valid():
        return invalid(request, form, TEMPLATE, context)
    try:
        resource = actions.create_resource(actor=request.user, **form.facts)
    except Refused as refusal:
        return refused(request, refusal, form, TEMPLATE, context)
    messages.success(request, _("The resource is on the shelf."))
    return go(request, resource.get_absolute_url())


@gate(see=resource_of, do=access.can_manage_resources, methods=("GET", "POST"))
def edit_resource(request, resource):
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ChangeResourceForm(*sent, row=resource)
    form.offer(queries.axes_to_place(), resource)
    context = {"resource": resource, "form": form}
    if request.method == "GET":
        return page(request, TEMPLATE, context)
    if not form.is_valid():
        return invalid(request, form, TEMPLATE, context)
    try:
        actions.change_resource(actor=request.user, resource=resource, **form.facts)
    except Refused as refusal:
        return refused(request, refusal, form, TEMPLATE, context)
    messages.success(request, _("Your changes are saved."))
    return go(request, resource.get_absolute_url())


@gate(see=resource_of, do=access.can_manage_resources, methods=("POST",))
def shelve_resource(request, resource):
    on_shelf = request.POST.get("on_shelf") == "1"
    actions.shelve_resource(actor=request.user, resource=resource, on_shelf=on_shelf)
    messages.success(
        request, _("The resource is back on the shelf.") if on_shelf else _("Members do not see the resource any more.")
    )
    return go(request, reverse("cohorts:resources"))
