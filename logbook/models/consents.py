"""What a structure agreed to show before the rule opens it by itself."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from cohorts.models import Round
from core.models import AppendOnlyQuerySet
from projects.models import Project, Structure


class Consent(models.Model):
    """A structure agrees (or does not any more) that its levels of a round enter the alignment map before three
    structures have answered. Append-only: the last row of a structure counts."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="consents")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="consents")
    structure = models.ForeignKey(Structure, on_delete=models.PROTECT, related_name="consents")
    given = models.BooleanField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["given_at", "pk"]
        indexes = [models.Index(fields=["project", "round"], name="consents_of_round")]

    def __str__(self) -> str:
        return f"{self.structure} · {self.round}: {self.given}"
