"""Roles a person may hold."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a person is for the support organisation. A participant's ties are memberships, not a role."""

    ADMINISTRATOR = "administrator", _("administrator")
    FACILITATOR = "facilitator", _("facilitator")
    MEMBER = "member", _("project bearer")
