"""States of a session, answers to an invitation, and what attendance says of a person."""

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
