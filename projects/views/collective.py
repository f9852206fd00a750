"""The collective of a project: who is in it, who joins, who leaves."""

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _

from core.dates import today
from core.errors import Refused
from core.gate import gate, one
from core.http import go, invalid, page, refused
from projects import access, actions, figures, queries
from projects.forms import AddParticipantForm, EndParticipationForm, JoinForm, LeaveForm
from projects.models import Membership, Participant

from .cooperations import project_of

membership_of = one(
    Membership, pk="membership", prepare=lambda rows: rows.select_related("project__cohort", "structure")
)
participant_of = one(
    Participant,
    pk="participant",
    prepare=lambda rows: rows.select_related("user", "membership__project__cohort", "membership__structure"),
)


@gate(see=project_of)
def collective(request, project):
    who = queries.collective(request.user, project)
    day = who.known_until or today()
    counts = figures.counts_by_project([project], day)[project.pk]
    context = {"project": project, "who": who, "counts": counts, "day": day}
    return page(request, "projects/collective.html", context)


@gate(see=project_of, do=access.can_manage_collective, methods=("GET", "POST"))
def join(request, project):
    template, context = "projects/join.html", {"project": project}
    if request.method == "GET":
        return page(request, template, {**context, "form": JoinForm(user=request.user, project=project)})
    form = JoinForm(request.POST, user=request.user, project=project)
    if not form.is_valid():
        return invalid(request, form, template, context)
    try:
        actions.join(actor=request.user, project=project, **form.cleaned_data)
    except Refused as refusal:
        return refused(request, refusal, form, template, context)
    messages.success(request, _("The structure has joined the project."))
    return go(request, reverse("projects:collective", args=[project.slug]))


@gate(see=membership_of, do=access.can_change_membership, methods=("GET", "POST"))
def leave(request, membership):
    template, context = "projects/leave.html", {"membership": membership, "project": membership.project}
    if request.method == "GET":
        return page(request, template, {**context, "form": LeaveForm()})
    form = LeaveForm(request.POST)
    if not form.is_valid():
        return invalid(request, form, template, context)
    try:
        actions.leave(actor=request.user, membership=membership, **form.cleaned_data)
    except Refused as refusal:
        return refused(request, refusal, form, template, context)
    messages.success(request, _("The structure’s last day is written down."))
    return go(request, reverse("projects:collective", args=[membership.project.slug]))


@gate(see=membership_of, do=access.can_change_membership, methods=("GET", "POST"))
def add_participant(request, membership):
    template, context = "projects/add_participant.html", {"membership": membership, "project": membership.project}
    if request.method == "GET":
        return page(request, template, {**context, "form": AddParticipantForm()})
    form = AddParticipantForm(request.POST)
    if not form.is_valid():
        return invalid(request, form, template, context)
    try:
        actions.add_participant(actor=request.user, membership=membership, **form.cleaned_data)
    except Refused as refusal:
        return refused(request, refusal, form, template, context)
    messages.success(request, _("This person takes part now."))
    return go(request, reverse("projects:collective", args=[membership.project.slug]))


@gate(see=participant_of, do=access.can_change_participant, methods=("GET", "POST"))
def end_participation(request, participant):
    project = participant.membership.project
    template, context = "projects/end_participation.html", {"participant": participant, "project": project}
    if request.method == "GET":
        return page(request, template, {**context, "form": EndParticipationForm(participant=participant)})
    form = EndParticipationForm(request.POST, participant=participant)
    if not form.is_valid():
        return invalid(request, form, template, context)
    try:
        actions.end_participation(actor=request.user, participant=participant, **form.cleaned_data)
    except Refused as refusal:
        return refused(request, refusal, form, template, context)
    messages.success(request, _("This person’s last day is written down."))
    return go(request, reverse("projects:collective", args=[project.slug]))
