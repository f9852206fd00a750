"""The content's versions: listed, begun, written, looked at, published, given to an edition."""

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _

from cohorts import access, actions, queries
from cohorts.content_check import MOST_AXES, MOST_ROWS
from cohorts.content_files import problems_of
from cohorts.forms import AxisSheet, ChooseContentForm, DraftSheet, PublishForm, Row
from core.errors import EditedElsewhere, Refused
from core.gate import gate
from core.http import go, page

from .places import axis_of, cohort_of, version_of


@gate(do=access.can_write_content)
def versions(request):
    shown = list(queries.content_versions(request.user))
    newest = next((one for one in shown if not one.is_draft), None)
    return page(request, "cohorts/content_versions.html", {"versions": shown, "newest": newest})


@gate(see=version_of, do=access.can_write_content)
def version(request, version):
    return version_page(request, version)


def version_page(request, version, *, form=None, status=200):
    told = queries.draft_of(request.user, version)
    form = form or PublishForm(cohorts=queries.team_cohorts(request.user))
    context = {"version": version, "draft": told, "axes": version.axes.order_by("position"), "form": form}
    return page(request, "cohorts/content_version.html", context, status=status)


@gate(see=version_of, do=access.can_write_content)
def preview(request, version):
    context = {"version": version, "axes": queries.axes_of(version), "scale": version.scale.order_by("level")}
    return page(request, "cohorts/content_preview.html", context)


@gate(see=version_of, do=access.can_write_content, methods=("POST",))
def start_draft(request, version):
    try:
        draft = actions.start_draft(actor=request.user, source=version)
    except Refused as refusal:
        messages.warning(request, refusal.sentence)
        return go(request, version.get_absolute_url())
    messages.success(request, _("A draft has begun: nobody but the team sees it."))
    return go(request, draft.get_absolute_url())


@gate(see=version_of, do=access.can_write_content, methods=("GET", "POST"))
def edit_draft(request, version):
    if request.method == "GET":
        return draft_page(request, version, DraftSheet.of(version))
    sheet = DraftSheet.sent(request.POST)
    if "move" in request.POST:
        sheet.rework(request.POST["move"])
        return draft_page(request, version, sheet, seen=request.POST.get("seen", ""))
    try:
        actions.change_draft(actor=request.user, version=version, seen=number(request), **sheet.facts())
    except Refused as refusal:
        return draft_page(request, version, sheet, refusal=refusal, seen=request.POST.get("seen", ""))
    messages.success(request, _("The draft is saved."))
    return go(request, version.get_absolute_url())


def draft_page(request, version, sheet, *, refusal=None, seen=None):
    context = {"version": version, "sheet": sheet, "empty": Row(), "most": MOST_AXES}
    context |= told(refusal, actions.draft_mark(version) if seen is None else seen)
    return page(request, "cohorts/content_draft.html", context, status=refusal.status if refusal else 200)


@gate(see=axis_of, do=access.can_write_content, methods=("GET", "POST"))
def edit_axis(request, version, axis):
    if request.method == "GET":
        return axis_page(request, version, axis, AxisSheet.of(queries.pair_of(axis)))
    sheet = AxisSheet.sent(axis.slug, request.POST)
    if "move" in request.POST:
        sheet.rework(request.POST["move"])
        return axis_page(request, version, axis, sheet, seen=request.POST.get("seen", ""))
    try:
        actions.change_axis(actor=request.user, axis=axis, seen=number(request), pair=sheet.pair())
    except Refused as refusal:
        return axis_page(request, version, axis, sheet, refusal=refusal, seen=request.POST.get("seen", ""))
    messages.success(request, _("The axis is saved."))
    return go(request, version.get_absolute_url())


def axis_page(request, version, axis, sheet, *, refusal=None, seen=None):
    programme, place = queries.with_axis(version, axis, sheet.pair())
    sheet.show(problems_of(programme), place)
    axes = list(version.axes.order_by("position"))
    context = {"version": version, "axis": axis, "axes": axes, "sheet": sheet, "empty": Row(), "most": MOST_ROWS}
    context |= told(refusal, actions.axis_mark(axis) if seen is None else seen)
    return page(request, "cohorts/content_axis.html", context, status=refusal.status if refusal else 200)


@gate(see=version_of, do=access.can_write_content, methods=("POST",))
def publish_draft(request, version):
    form = PublishForm(request.POST, cohorts=queries.team_cohorts(request.user))
    if not form.is_valid():
        return version_page(request, version, form=form, status=422)
    try:
        actions.publish_draft(actor=request.user, version=version, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
        return version_page(request, version, form=form, status=refusal.status)
    messages.success(request, _("The version is published: it will not change any more."))
    return go(request, version.get_absolute_url())


@gate(see=version_of, do=access.can_write_content, methods=("POST",))
def discard_draft(request, version):
    try:
        actions.discard_draft(actor=request.user, version=version)
    except Refused as refusal:
        messages.warning(request, refusal.sentence)
    else:
        messages.success(request, _("The draft is thrown away."))
    return go(request, reverse("cohorts:content_versions"))


@gate(see=cohort_of, do=access.can_choose_content, methods=("GET", "POST"))
def choose_content(request, cohort):
    form = ChooseContentForm(request.POST or None, initial={"version": cohort.content.number})
    chosen = queries.chosen_content(cohort, request.GET.get("version", ""))
    context = {"cohort": cohort, "form": form, "chosen": chosen}
    if request.method == "GET" or not form.is_valid():
        return page(request, "cohorts/choose_content.html", context, status=422 if request.method == "POST" else 200)
    try:
        actions.choose_content(actor=request.user, cohort=cohort, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
        return page(request, "cohorts/choose_content.html", context, status=refusal.status)
    messages.success(request, _("The edition uses this version from now on."))
    return go(request, reverse("cohorts:content", args=[cohort.slug]))


def told(refusal, seen):
    """What a form shows of a refusal; after an edit elsewhere, saving again is a choice."""
    elsewhere = isinstance(refusal, EditedElsewhere)
    return {"refusal": refusal, "seen": refusal.version if elsewhere else seen}


def number(request):
    seen = request.POST.get("seen", "")
    return int(seen) if seen.isdecimal() and len(seen) < 12 else 0
