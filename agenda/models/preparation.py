"""How a session is prepared: its plan step by step, and the documents given for it."""

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import StoredFile

from .sessions import Session


class Step(models.Model):
    """One step of a session's plan, with the minutes reckoned for it."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField(_("minutes"), validators=[MinValueValidator(1), MaxValueValidator(600)])
    text = models.CharField(_("step"), max_length=200)

    class Meta:
        ordering = ["session", "position"]
        constraints = [models.UniqueConstraint(fields=["session", "position"], name="one_step_per_position")]

    def __str__(self) -> str:
        return f"{self.minutes} min · {self.text}"


class SessionDocumentQuerySet(models.QuerySet["SessionDocument"]):
    def visible_to(self, user: Any) -> "SessionDocumentQuerySet":
        """Whoever sees the session: the team, and the people invited once it is published."""
        return self.filter(session__in=Session.objects.visible_to(user))


class SessionDocument(models.Model):
    """A file given for a session."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="documents")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    objects = SessionDocumentQuerySet.as_manager()

    class Meta:
        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return f"{self.session_id} · {self.file_id}"
