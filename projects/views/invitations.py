"""Invitations: the team's list and form, and the page behind the link of the mail."""

from allauth.account.utils import perform_login
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from core.errors import Refused
from core.gate import gate, one
from core.http import go, invalid, page, refused
from core.links import digest
from projects import access, actions, queries
from projects.enums import InvitationStep
from projects.forms import ComeInForm, InviteForm
from projects.models import Invitation

PAGE = "projects/accept_invitation.html"

invitation_of = one(
    Invitation, pk="invitation", prepare=lambda rows: rows.select_related("cohort", "membership__project__cohort")
)


def invitation_behind(request, token):
    """The invitation whose link holds this secret: a way to see of its own, for people without an account."""
    rows = Invitation.objects.select_related("cohort", "invited_by", "membership__project", "membership__structure")
    try:
        return rows.get(digest=digest(token))
    except Invitation.DoesNotExist:
        raise Http404 from None


@gate(do=access.can_invite)
def invitations(request):
    rows = Paginator(queries.invitations(request.user), 50).get_page(request.GET.get("page"))
    return page(request, "projects/invitations.html", {"page_obj": rows})


@gate(do=access.can_invite, methods=("GET", "POST"))
def new_invitation(request):
    template = "projects/new_invitation.html"
    if request.method == "GET":
        known = {name: request.GET.get(name, "") for name in ("email", "role", "cohort", "membership")}
        return page(request, template, {"form": InviteForm(user=request.user, initial=known)})
    form = InviteForm(request.POST, user=request.user)
    if not form.is_valid():
        return invalid(request, form, template)
    try:
        actions.invite(actor=request.user, **form.cleaned_data)
    except Refused as refusal:
        return refused(request, refusal, form, template)
    messages.success(request, _("The invitation is on its way."))
    return go(request, reverse("projects:invitations"))


@gate(see=invitation_of, do=access.can_change_invitation, methods=("POST",))
def resend_invitation(request, invitation):
    return _done(request, actions.resend, invitation, _("A new link is on its way; the old one no longer works."))


@gate(see=invitation_of, do=access.can_change_invitation, methods=("POST",))
def revoke_invitation(request, invitation):
    return _done(request, actions.revoke, invitation, _("The invitation is withdrawn."))


def _done(request, action, invitation, sentence):
    try:
        action(actor=request.user, invitation=invitation)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, sentence)
    return go(request, reverse("projects:invitations"))


@gate(
    see=invitation_behind,
    public="The invited person has no account yet; the secret of the link says who they are.",
    methods=("GET", "POST"),
)
def accept_invitation(request, invitation):
    step = queries.invitation_step(invitation, request.user)
    if request.method == "POST" and step in {InvitationStep.CONFIRM, InvitationStep.REGISTER}:
        answer = (_confirm if step == InvitationStep.CONFIRM else _register)(request, invitation)
    else:
        answer = _where_it_stands(request, invitation, step)
    answer["Cache-Control"] = "private, no-store"
    return answer


def _where_it_stands(request, invitation, step):
    """What the link shows now: the object, the sign-in, the page that says it is over, or the question."""
    place = queries.place_of(invitation)
    if step == InvitationStep.YOURS:
        return redirect(place)
    if step == InvitationStep.USED and not request.user.is_authenticated:
        return redirect(f"{reverse('account_login')}?{urlencode({'next': place})}")
    if step in {InvitationStep.GONE, InvitationStep.USED}:
        return page(request, "projects/invitation_gone.html", {"invitation": invitation, "step": step}, status=410)
    form = ComeInForm(invitation=invitation) if step == InvitationStep.REGISTER else None
    return page(request, PAGE, {"invitation": invitation, "step": step, "form": form})


def _confirm(request, invitation):
    try:
        actions.accept(actor=request.user, invitation=invitation)
    except Refused as refusal:  # somebody was faster, or the team withdrew it while the page was open
        messages.error(request, refusal.sentence)
        invitation.refresh_from_db()
        return _where_it_stands(request, invitation, queries.invitation_step(invitation, request.user))
    messages.success(request, _("Welcome: you are in."))
    return redirect(queries.place_of(invitation))


def _register(request, invitation):
    form = ComeInForm(request.POST, invitation=invitation)
    context = {"invitation": invitation, "step": InvitationStep.REGISTER}
    if not form.is_valid():
        return invalid(request, form, PAGE, context)
    try:
        person = actions.accept_as_new(invitation=invitation, **form.cleaned_data)
    except Refused as refusal:
        invitation.refresh_from_db()
        step = queries.invitation_step(invitation, request.user)
        if step == InvitationStep.REGISTER:
            return refused(request, refusal, form, PAGE, context)
        return _where_it_stands(request, invitation, step)
    return perform_login(request, person, redirect_url=queries.place_of(invitation))
