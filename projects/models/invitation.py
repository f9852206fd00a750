"""An invitation carries a role and a place; it is followed by a secret link and used once."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.models import Cohort
from projects.enums import InvitationState, InvitedRole

from .cooperation import Membership


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, user: Any) -> "InvitationQuerySet":
        """The team's affair: administrators all, facilitators those of their cohorts."""
        if not user.is_authenticated:
            return self.none()
        if user.is_administrator:
            return self
        ties = Q(cohort__facilitations__user=user) | Q(membership__project__cohort__facilitations__user=user)
        return self.filter(pk__in=self.model.objects.filter(ties).values("pk"))


class Invitation(models.Model):
    """Asks a person in: as administrator (no place), facilitator (of a cohort) or participant (of a membership)."""

    email = models.EmailField(_("e-mail address"), max_length=254)
    name = models.CharField(_("name"), max_length=120, blank=True)
    role = models.CharField(_("role"), max_length=20, choices=InvitedRole)
    cohort = models.ForeignKey(Cohort, null=True, blank=True, on_delete=models.CASCADE, related_name="invitations")
    membership = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.CASCADE, related_name="invitations"
    )
    language = models.CharField(_("language of the mail"), max_length=5, choices=settings.LANGUAGES, default="fr")
    digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="invitations_sent"
    )
    sent_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, default=None)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="invitations_accepted"
    )
    revoked_at = models.DateTimeField(null=True, default=None)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role=InvitedRole.ADMINISTRATOR, cohort__isnull=True, membership__isnull=True)
                | Q(role=InvitedRole.FACILITATOR, cohort__isnull=False, membership__isnull=True)
                | Q(role=InvitedRole.PARTICIPANT, cohort__isnull=True, membership__isnull=False),
                name="invitation_has_the_place_of_its_role",
            ),
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def state(self) -> InvitationState:
        if self.accepted_at:
            return InvitationState.ACCEPTED
        if self.revoked_at:
            return InvitationState.REVOKED
        return InvitationState.EXPIRED if self.expires_at < timezone.now() else InvitationState.PENDING
