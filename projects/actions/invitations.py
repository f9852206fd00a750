"""Invitations: sent, sent again, withdrawn, accepted once. The secret of the link is in the mail and nowhere else."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.actions import create_person
from accounts.enums import Role
from accounts.models import User
from accounts.queries import account_of, owns_address
from cohorts.actions import assign_facilitator
from cohorts.models import Cohort
from core import trail
from core.dates import now, today
from core.enums import Verb
from core.errors import Refused
from core.links import new_token
from core.outbox import SECRET_HEADER
from core.rules import keep
from projects.enums import InvitationState, InvitedRole
from projects.models import Invitation, Membership, Participant

from .collective import add_participant

VALID_DAYS = 14


def invite(
    *,
    actor: Any,
    email: str,
    role: str,
    name: str = "",
    cohort: Cohort | None = None,
    membership: Membership | None = None,
    language: str = "fr",
) -> Invitation:
    """Asks a person in by mail, for a role and its place. The mail leaves with the row or not at all.

    Refuses an address that holds this place already, and one that has an invitation to it under way.
    """
    address = email.strip().lower()
    with transaction.atomic():
        pending = Invitation.objects.filter(
            email=address, role=role, cohort=cohort, membership=membership, accepted_at=None, revoked_at=None
        )
        if any(row.state == InvitationState.PENDING for row in pending.order_by("pk")):
            raise Refused(
                _("This person has been invited already: send that invitation again instead."),
                link=reverse("projects:invitations"),
                field="email",
            )
        person = account_of(address)
        if person is not None and _has_place(person, role, cohort, membership):
            raise Refused(_("This person has this place already."), field="email")
        token, digest = new_token()
        invitation = Invitation(
            email=address,
            name=name,
            role=role,
            cohort=cohort,
            membership=membership,
            language=person.language if person else language,
            digest=digest,
            invited_by=actor,
            expires_at=now() + dt.timedelta(days=VALID_DAYS),
        )
        keep(invitation)
        trail.record(actor, Verb.INVITED, invitation, role=str(role))
        _send(invitation, token)
    return invitation


def resend(*, actor: Any, invitation: Invitation) -> Invitation:
    """Sends a fresh link; the old one stops working at once. Refuses what was accepted or withdrawn."""
    with transaction.atomic():
        locked = _locked(invitation)
        if locked.state not in {InvitationState.PENDING, InvitationState.EXPIRED}:
            raise Refused(_("This invitation is closed: invite the person anew."))
        token, locked.digest = new_token()
        locked.sent_at = now()
        locked.expires_at = locked.sent_at + dt.timedelta(days=VALID_DAYS)
        locked.save(update_fields=["digest", "sent_at", "expires_at"])
        trail.record(actor, Verb.INVITATION_RESENT, locked)
        _send(locked, token)
    return locked


def revoke(*, actor: Any, invitation: Invitation) -> Invitation:
    """Withdraws an invitation: its link says so from now on. Refuses what was accepted; twice is once."""
    with transaction.atomic():
        locked = _locked(invitation)
        if locked.accepted_at is not None:
            raise Refused(_("This invitation has been accepted: end the person’s part instead."))
        if locked.revoked_at is None:
            locked.revoked_at = now()
            locked.save(update_fields=["revoked_at"])
            trail.record(actor, Verb.INVITATION_REVOKED, locked)
    return locked


def accept_as_new(*, invitation: Invitation, name: str, password: str) -> User:
    """Whoever holds the link proves to read the mailbox: account, confirmed address and place are made together.

    Refuses a link that is no longer good, and an address that has got an account meanwhile.
    """
    with transaction.atomic():
        locked = _pending(invitation)
        person = create_person(email=locked.email, name=name, password=password, language=locked.language)
        _take(locked, person)
    return person


def accept(*, actor: User, invitation: Invitation) -> None:
    """A signed-in person takes the place. Refuses another address than the invited one, and a link no longer good."""
    with transaction.atomic():
        locked = _pending(invitation)
        if not owns_address(actor, locked.email):
            raise Refused(_("This invitation was sent to another address."))
        _take(locked, actor)


def _locked(invitation: Invitation) -> Invitation:
    return Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)


def _pending(invitation: Invitation) -> Invitation:
    locked = _locked(invitation)
    if locked.state != InvitationState.PENDING or locked.digest != invitation.digest:
        raise Refused(_("This invitation cannot be used any more."))
    return locked


def _take(invitation: Invitation, person: User) -> None:
    if invitation.role == InvitedRole.ADMINISTRATOR and person.role != Role.ADMINISTRATOR:
        person.role = Role.ADMINISTRATOR
        person.save(update_fields=["role"])
    if invitation.cohort is not None:
        assign_facilitator(actor=person, cohort=invitation.cohort, user=person)
    membership = invitation.membership
    if membership is not None and not _has_place(person, invitation.role, None, membership):
        add_participant(actor=person, membership=membership, user=person, starts_on=max(today(), membership.joined_on))
    invitation.accepted_at, invitation.accepted_by = now(), person
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    trail.record(person, Verb.JOINED, invitation, role=invitation.role)


def _has_place(person: User, role: str, cohort: Cohort | None, membership: Membership | None) -> bool:
    if role == InvitedRole.ADMINISTRATOR:
        return person.role == Role.ADMINISTRATOR
    if cohort is not None:
        return cohort.facilitations.filter(user=person).exists()
    return Participant.objects.filter(membership=membership, user=person, ends_on__isnull=True).exists()


def _send(invitation: Invitation, token: str) -> None:
    link = settings.SITE_URL + reverse("projects:accept_invitation", args=[token])
    with translation.override(invitation.language):
        words = {"invitation": invitation, "link": link}
        subject = " ".join(render_to_string("projects/mail/invitation_subject.txt", words).split())
        text = render_to_string("projects/mail/invitation.txt", words)
    EmailMessage(subject, text, to=[invitation.email], headers={SECRET_HEADER: "1"}).send()
