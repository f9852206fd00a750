"""What shows that a level is right: files beside a score."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from core.models import StoredFile

from .assessments import Score


class ScoreFile(models.Model):
    """A file beside the level of a criterion, read by who reads that level."""

    score = models.ForeignKey(Score, on_delete=models.PROTECT, related_name="files")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return f"{self.score_id} · {self.file_id}"
