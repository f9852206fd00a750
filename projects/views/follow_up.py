"""What is to be done in a project: its list, an action and its history, and the answer from a mail."""

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import links
from core.dates import today
from core.errors import EditedElsewhere, Refused
from core.gate import gate, one
from core.http import go, invalid, page, refused
from core.links import link_of
from projects import access, actions, figures, queries
from projects.enums import ActionState
from projects.forms import ActionForm, SettleForm
from projects.models import Action, Structure

from .cooperations import project_of

action_of = one(
    Action,
    pk="action",
    prepare=lambda rows: rows.select_related("project__cohort", "person", "structure", "confined_to", "created_by"),
)
STATES = (ActionState.OPEN, "closed", "all")


@gate(see=project_of, do=access.can_add_action)
def project_actions(request, project):
    state = request.GET.get("state", "")
    state = state if state in STATES else ActionState.OPEN
    owner = request.GET.get("owner", "")
    context = {
        "project": project,
        "lines": queries.action_lines(request.user, project, state=state, owner=owner),
        "counts": figures.action_counts(project, request.user),
        "structures": Structure.objects.filter(memberships__project=project).distinct(),
        "state": state,
        "owner": owner,
    }
    return page(request, "projects/actions.html", context)


@gate(see=project_of, do=access.can_add_action, methods=("GET", "POST"))
def new_action(request, project):
    template, context = "projects/action_form.html", {"project": project, "action": None}
    if request.method == "GET":
        return page(request, template, {**context, "form": ActionForm(project=project)})
    form = ActionForm(request.POST, project=project)
    if not form.is_valid():
        return invalid(request, form, template, context)
    try:
        actions.add_action(actor=request.user, project=project, **form.facts)
    except Refused as refusal:
        return refused(request, refusal, form, template, context)
    messages.success(request, _("The action is written down."))
    return go(request, reverse("projects:actions", args=[project.slug]))


@gate(see=action_of)
def action(request, action):
    return page(request, "projects/action.html", _about(action, SettleForm(initial=_stored(action))))


def _about(action, form):
    return {
        "action": action,
        "project": action.project,
        "history": queries.action_history(action),
        "people": queries.people_to_mail([action])[action.pk],
        "reminders": queries.action_reminders([action])[action.pk],
        "late": action.is_late_on(today()),
        "form": form,
    }


def _stored(action):
    return {"state": action.state, "reason": action.reason, "seen": action.version}


@gate(see=action_of, do=access.can_change_action, methods=("GET", "POST"))
def edit_action(request, action):
    template, context = "projects/action_form.html", {"project": action.project, "action": action}
    if request.method == "GET":
        return page(request, template, {**context, "form": ActionForm(project=action.project, action=action)})
    form = ActionForm(request.POST, project=action.project, action=action)
    if not form.is_valid():
        return invalid(request, form, template, context)
    try:
        actions.change_action(
            actor=request.user, action=action, seen=form.cleaned_data["seen"] or action.version, **form.facts
        )
    except EditedElsewhere as clash:
        form.show_theirs(clash.theirs)
        return refused(request, clash, form, template, context)
    except Refused as refusal:
        return refused(request, refusal, form, template, context)
    messages.success(request, _("Your changes are saved."))
    return go(request, action.get_absolute_url())


@gate(see=action_of, do=access.can_settle_action, methods=("POST",))
def settle_action(request, action):
    form = SettleForm(request.POST)
    if not form.is_valid():
        return invalid(request, form, "projects/action.html", _about(action, form))
    try:
        settled = actions.settle_action(actor=request.user, action=action, **form.cleaned_data)
    except Refused as refusal:
        action.refresh_from_db()
        fresh = SettleForm({**form.data.dict(), "seen": action.version})
        return refused(request, refusal, fresh, "projects/action.html", _about(action, fresh))
    messages.success(request, _("Noted: “%(text)s” is %(state)s.") % said(settled))
    return go(request, _back(request, action))


def said(action):
    return {"text": action.text, "state": action.get_state_display()}


def _back(request, action):
    """To the list or the session sheet that one came from, by a word and never by an address."""
    places = {
        "list": reverse("projects:actions", args=[action.project.slug]),
        "home": action.project.get_absolute_url(),
        "source": action.source_url,
    }
    return places.get(request.POST.get("back", "")) or action.get_absolute_url()


@gate(see=action_of, do=access.can_change_action, methods=("POST",))
def remind_action(request, action):
    try:
        reached = actions.remind_action(actor=request.user, action=action)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(
            request,
            ngettext("A reminder goes to %(n)d person.", "A reminder goes to %(n)d people.", reached) % {"n": reached},
        )
    return go(request, action.get_absolute_url())


@gate(
    see=link_of("action"),
    public="Whoever has to do it answers from the mail; the secret of the link says who they are.",
    methods=("GET", "POST"),
)
def answer_action(request, link):
    action = Action.objects.select_related("project", "person", "structure", "confined_to").get(pk=link.subject)
    context = {"link": link, "action": action, "gone": None, "settled": False, "late": action.is_late_on(today())}
    context["form"] = SettleForm(initial=_stored(action))
    try:
        if request.method == "POST":
            answer = _answered(request, link, context)
        else:
            links.check(link, request.user)
            answer = page(request, "projects/answer_action.html", context)
    except Refused as refusal:
        status = 410 if request.method == "GET" else refusal.status
        answer = page(request, "projects/answer_action.html", {**context, "gone": refusal}, status=status)
    answer["Cache-Control"] = "private, no-store"
    return answer


def _answered(request, link, context):
    form = SettleForm(request.POST)
    if not form.is_valid():
        return invalid(request, form, "projects/answer_action.html", context)
    try:
        action = actions.settle_by_link(link=link, reader=request.user, **form.cleaned_data)
    except EditedElsewhere as clash:  # the link is not used up: whoever reads what was said may still answer
        fresh = SettleForm({**form.data.dict(), "seen": clash.version})
        context["action"].refresh_from_db()
        return refused(request, clash, fresh, "projects/answer_action.html", context)
    return page(request, "projects/answer_action.html", {**context, "action": action, "late": False, "settled": True})
