"""Kinds of document."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DocumentKind(TextChoices):
    LOGBOOK = "logbook", _("Logbook")
    PROGRAMME = "programme", _("Programme report")
    SHEET = "sheet", _("Attendance sheet")
    CERTIFICATE = "certificate", _("Certificate of attendance")
    STRUCTURE = "structure", _("Certificate of attendance of a structure")
    MORNING = "morning", _("Papers of the morning")


class Edition(TextChoices):
    """Which logbook of a project is printed."""

    READER = "reader", _("what you may read today")
    PROJECT = "project", _("the project’s: without any individual answer that is not shared")
    BLANK = "blank", _("empty: to fill in by hand, around a table")


# What is asked for from a list of projects or editions; the others are asked for where their subject is shown.
LISTED = (DocumentKind.LOGBOOK, DocumentKind.PROGRAMME)
