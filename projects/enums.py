"""Choices about structures and people."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class InvitedRole(TextChoices):
    ADMINISTRATOR = "administrator", _("administrator")
    FACILITATOR = "facilitator", _("facilitator")
    PARTICIPANT = "participant", _("project bearer")


class InvitationState(TextChoices):
    PENDING = "pending", _("waiting for an answer")
    ACCEPTED = "accepted", _("accepted")
    REVOKED = "revoked", _("withdrawn")
    EXPIRED = "expired", _("expired")


class InvitationStep(TextChoices):
    """What following the link of an invitation means, for whoever follows it."""

    REGISTER = "register"
    SIGN_IN = "sign_in"
    CONFIRM = "confirm"
    SOMEONE_ELSE = "someone_else"
    YOURS = "yours"
    USED = "used"
    GONE = "gone"
