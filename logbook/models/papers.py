"""The files of an answer."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from core.models import StoredFile

from .answers import Answer


class AnswerFile(models.Model):
    """A file beside an answer, read by who reads the answer."""

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="files")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return f"{self.answer_id} · {self.file_id}"
