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


class Speaker(TextChoices):
    """In whose name a sentence speaks; the rules are in figures.nous."""

    COLLECTIVE = "collective", _("« nous »")
    SINGULAR = "singular", _("« je »")
    STRUCTURE = "structure", _("a structure")
    IMPERSONAL = "impersonal", _("« on »")


class Whose(TextChoices):
    """Who a « nous » is, as a person read it."""

    PROJECT = "project", pgettext_lazy("nous", "the project")
    OWN = "own", pgettext_lazy("nous", "one structure")
    UNCLEAR = "unclear", pgettext_lazy("nous", "unclear")
