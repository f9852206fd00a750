"""Roles a person may hold, the kinds of notices they get, and how often they want them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Role(TextChoices):
    """What a person is for the support organisation. A participant's ties are memberships, not a role."""

    ADMINISTRATOR = "administrator", _("administrator")
    FACILITATOR = "facilitator", _("facilitator")
    MEMBER = "member", _("project bearer")


class NoticeKind(TextChoices):
    """What people are written to about; one list for the whole house. Codes, links to sign by and answers to what one
    has just asked for are no notices: they always leave."""

    INVITATION = "invitation", _("invitations, changes and cancellations of sessions")
    REMINDER = "reminder", _("reminders of sessions and polls without an answer")
    ACTION = "action", _("actions that you or your structure have to do")
    LOGBOOK = "logbook", _("comments and mentions in the logbook")
    DIGEST = "digest", _("the week ahead: sessions, polls and actions")


class Pace(TextChoices):
    """How often a person wants the notices of a kind."""

    AT_ONCE = "at_once", _("at once")
    DAILY = "daily", _("once a day, in one message")
    WEEKLY = "weekly", _("once a week, on Monday")
    NONE = "none", pgettext_lazy("pace", "never")


# What each kind may be set to, the usual pace first. Whoever is expected somewhere is told at once, always.
PACES: dict[NoticeKind, tuple[Pace, ...]] = {
    NoticeKind.INVITATION: (Pace.AT_ONCE,),
    NoticeKind.REMINDER: (Pace.AT_ONCE, Pace.DAILY, Pace.WEEKLY, Pace.NONE),
    NoticeKind.ACTION: (Pace.AT_ONCE, Pace.DAILY, Pace.WEEKLY, Pace.NONE),
    NoticeKind.LOGBOOK: (Pace.AT_ONCE, Pace.DAILY, Pace.WEEKLY, Pace.NONE),
    NoticeKind.DIGEST: (Pace.NONE, Pace.WEEKLY),
}
