"""Kinds of document."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DocumentKind(TextChoices):
    LOGBOOK = "logbook", _("Logbook")
    PROGRAMME = "programme", _("Programme report")
    SHEET = "sheet", _("Attendance sheet")
    CERTIFICATE = "certificate", _("Certificate of attendance")
    STRUCTURE = "structure", _("Certificate of attendance of a structure")


# What is asked for from a list of projects or editions; the others are asked for where their subject is shown.
LISTED = (DocumentKind.LOGBOOK, DocumentKind.PROGRAMME)
