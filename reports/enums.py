"""Kinds of document."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DocumentKind(TextChoices):
    LOGBOOK = "logbook", _("Logbook")
    PROGRAMME = "programme", _("Programme report")
