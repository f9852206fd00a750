"""Who has the page of an axis open right now."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from cohorts.models import Axis, Question
from projects.models import Project, Structure

# A page tells of itself every few seconds; one that has been silent for longer is closed.
SILENCE = timedelta(seconds=35)


class PresenceQuerySet(models.QuerySet["Presence"]):
    def now(self) -> "PresenceQuerySet":
        return self.filter(seen_at__gte=timezone.now() - SILENCE)


class Presence(models.Model):
    """A person is on the page of an axis, perhaps in the field of a question, in the name of a structure (the support
    team has none). The row lasts as long as the page says so: nobody's hours are kept."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    axis = models.ForeignKey(Axis, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="+", null=True)
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="+", null=True)
    seen_at = models.DateTimeField(default=timezone.now)

    objects = PresenceQuerySet.as_manager()

    class Meta:
        ordering = ["user__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "axis", "user"], name="one_presence_per_person_and_axis"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.axis_id}"
