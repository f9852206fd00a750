"""What structures can give: said, and looked at together. The page that compares it with what was given is the desk's."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from core.dates import today
from core.errors import EditedElsewhere, Refused
from core.forms import typed_with
from core.gate import gate
from core.http import go, invalid, page, refused
from projects import access, actions, queries
from projects.forms import CapacityForm, ReviewForm

from .cooperations import project_of
from .stakes import structure_in

REVIEW = timedelta(days=14)


def engagement_url(project):
    return reverse("desk:engagement", args=[project.slug])


@gate(see=structure_in, do=access.can_state_capacity, methods=("GET", "POST"))
def state_capacity(request, project, structure):
    last = queries.latest_capacity(project, structure)
    template, context = "projects/capacity_form.html", {"project": project, "structure": structure, "last": last}
    form = CapacityForm(request.POST or None, last=last)
    if request.method == "GET":
        return page(request, template, {**context, "form": form})
    if not form.is_valid():
        return invalid(request, form, template, context)
    try:
        actions.state_capacity(actor=request.user, project=project, structure=structure, **form.facts)
    except EditedElsewhere as clash:
        fresh = CapacityForm(typed_with(form.data, seen=str(clash.version)), last=clash.theirs)
        return refused(request, clash, fresh, template, {**context, "last": clash.theirs})
    except Refused as refusal:
        return refused(request, refusal, form, template, context)
    messages.success(request, _("The capacity is kept as said today; what was said before stays beside."))
    return go(request, engagement_url(project))


@gate(see=project_of, do=access.can_open_review, methods=("GET", "POST"))
def open_review(request, project):
    template, context = "projects/review_form.html", {"project": project}
    form = ReviewForm(request.POST or None, initial={"closes_on": today() + REVIEW})
    if request.method == "GET":
        return page(request, template, {**context, "form": form})
    if not form.is_valid():
        return invalid(request, form, template, context)
    try:
        actions.open_engagement_review(actor=request.user, project=project, **form.cleaned_data)
    except Refused as refusal:
        return refused(request, refusal, form, template, context)
    messages.success(request, _("The review is open: the project sees it once every structure has agreed."))
    return go(request, engagement_url(project))


def review_of(request, project, structure):
    """The review under way, for a structure of the project."""
    found, row = structure_in(request, project, structure)
    review = queries.review_today(found)
    if review is None:
        raise Http404
    return found, row, review.row


def may_agree(user, project, structure, _review):
    return access.can_agree_to_review(user, project, structure)


@gate(see=review_of, do=may_agree, methods=("POST",))
def agree_to_review(request, project, structure, review):
    agreed = "agreed" in request.POST
    actions.agree_to_review(actor=request.user, review=review, structure=structure, agreed=agreed)
    messages.success(
        request,
        _("Your structure agrees: the project sees it once all have agreed.")
        if agreed
        else _("Your structure’s engagement is not shown to its partners any more."),
    )
    return go(request, engagement_url(project))
