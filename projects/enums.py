"""Choices about structures and people."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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


class ActionState(TextChoices):
    """Where an action stands. Already done: it was, before anybody asked."""

    OPEN = "open", pgettext_lazy("action", "to do")
    DONE = "done", pgettext_lazy("action", "done")
    ALREADY_DONE = "already_done", pgettext_lazy("action", "already done")
    REFUSED = "refused", pgettext_lazy("action", "refused")


class StakeKind(TextChoices):
    """What a structure may seek in a cooperation."""

    MARKET = "market", _("market")
    JOBS = "jobs", _("jobs")
    VISIBILITY = "visibility", _("visibility")
    TERRITORY = "territory", _("territory")
    SKILLS = "skills", _("skills")
    SURVIVAL = "survival", _("survival")
    OTHER = "other", _("another stake")


class Move(TextChoices):
    """How a stake moved from one time to another."""

    APPEARED = "appeared", _("appeared")
    VANISHED = "vanished", _("vanished")
    SHIFTED = "shifted", _("moved")
