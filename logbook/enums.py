"""Choices of the logbook."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Reading(TextChoices):
    """How the structures' levels on a criterion stand to each other; the definitions are in figures.alignment."""

    SPLIT = "split", _("to be discussed")
    HIGH = "high", _("agreed, high")
    LOW = "low", _("agreed, low")
    CLOSE = "close", _("close")
    FEW = "few", _("too few levels")
