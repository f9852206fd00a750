"""States of a session and of a poll, answers to an invitation and to a date, and what attendance says of a person."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SessionState(TextChoices):
    DRAFT = "draft", pgettext_lazy("session", "draft")
    PUBLISHED = "published", pgettext_lazy("session", "published")
    CANCELLED = "cancelled", pgettext_lazy("session", "cancelled")


class Reply(TextChoices):
    NONE = "none", _("no answer")
    YES = "yes", _("yes")
    MAYBE = "maybe", _("maybe")
    NO = "no", _("no")


class Presence(TextChoices):
    EXPECTED = "expected", _("expected")
    PRESENT = "present", _("present")
    LATE = "late", _("late")
    LEFT_EARLY = "left_early", _("left early")
    EXCUSED = "excused", _("excused")
    ABSENT = "absent", _("absent")


class PollState(TextChoices):
    DRAFT = "draft", pgettext_lazy("poll", "draft")
    OPEN = "open", pgettext_lazy("poll", "open")
    CLOSED = "closed", pgettext_lazy("poll", "date chosen")
    CANCELLED = "cancelled", pgettext_lazy("poll", "cancelled")


class Availability(TextChoices):
    """What a person says of one date of a poll."""

    YES = "yes", _("yes")
    IF_NEED_BE = "if_need_be", _("if need be")
    NO = "no", _("no")
