"""Choices of the logbook."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Reading(TextChoices):
    """How the structures' levels on a criterion stand to each other; the definitions are in figures.alignment."""

    SPLIT = "split", _("to be discussed")
    HIGH = "high", _("agreed, high")
    LOW = "low", _("agreed, low")
    CLOSE = "close", _("close")
    FEW = "few", _("too few levels")


class ObjectiveState(TextChoices):
    OPEN = "open", pgettext_lazy("objective", "under way")
    REACHED = "reached", pgettext_lazy("objective", "reached")
    GIVEN_UP = "given_up", pgettext_lazy("objective", "given up")
