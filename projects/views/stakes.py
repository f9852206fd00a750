"""The stakes of the structures of a project: said, compared, shared line by line."""

from django.contrib import messages
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from core.errors import EditedElsewhere, Refused
from core.forms import typed_with
from core.gate import gate
from core.http import go, invalid, page, refused
from projects import access, actions, queries
from projects.enums import StakeKind
from projects.forms import StakesForm
from projects.models import Structure

from .cooperations import project_of


def structure_in(request, project, structure):
    """A structure that takes or took part in the project and that the reader knows of."""
    found = project_of(request, project=project)
    rows = Structure.objects.visible_to(request.user).filter(memberships__project=found).distinct()
    row = rows.filter(slug=structure).first()
    if row is None:
        raise Http404
    return found, row


def stakes_of(request, project, structure):
    """The same, where there is something for the reader: their own structure, or lines that were shared."""
    found, row = structure_in(request, project, structure)
    told = queries.stakes_page(request.user, found, row, request.GET.get("from", ""), request.GET.get("to", ""))
    if not told.versions and not told.own:
        raise Http404
    return found, row, told


@gate(see=project_of, do=access.can_read_stakes)
def stakes(request, project):
    context = {"project": project, "lines": queries.stakes_lines(request.user, project)}
    return page(request, "projects/stakes.html", context)


@gate(see=stakes_of)
def structure_stakes(request, project, structure, told):
    context = {"project": project, "structure": structure, "told": told, "kinds": StakeKind}
    context["may_state"] = access.can_state_stakes(request.user, project, structure)
    context["may_share"] = access.can_share_stakes(request.user, project, structure)
    return page(request, "projects/structure_stakes.html", context)


@gate(see=structure_in, do=access.can_state_stakes, methods=("GET", "POST"))
def state_stakes(request, project, structure):
    last = queries.latest_stakes(project, structure)
    may_share = access.can_share_stakes(request.user, project, structure)
    template, context = (
        "projects/stakes_form.html",
        {"project": project, "structure": structure, "may_share": may_share},
    )
    form = StakesForm(request.POST or None, last=last, may_share=may_share)
    if request.method == "GET":
        return page(request, template, {**context, "form": form})
    if "rest" in request.POST:
        form.put_rest(request.POST["rest"])
        return page(request, template, {**context, "form": form})
    if not form.is_valid():
        return invalid(request, form, template, context)
    try:
        actions.state_stakes(actor=request.user, project=project, structure=structure, **form.facts)
    except EditedElsewhere as clash:
        fresh = StakesForm(typed_with(form.data, seen=str(clash.version)), last=clash.theirs, may_share=may_share)
        return refused(request, clash, fresh, template, context)
    except Refused as refusal:
        return refused(request, refusal, form, template, context)
    messages.success(request, _("The stakes are kept as said today; what was said before stays beside."))
    return go(request, reverse("projects:structure_stakes", args=[project.slug, structure.slug]))


@gate(see=structure_in, do=access.can_share_stakes, methods=("POST",))
def share_stakes(request, project, structure):
    last = queries.latest_stakes(project, structure)
    if last is not None:
        actions.share_stakes(
            actor=request.user,
            stakes=last,
            kinds=[kind for kind in request.POST.getlist("kind") if kind in StakeKind.values],
            would_leave="would_leave" in request.POST,
            offers="offers" in request.POST,
        )
        messages.success(request, _("Your partners read the lines that you ticked, and no other."))
    return go(request, reverse("projects:structure_stakes", args=[project.slug, structure.slug]) + "#share")
