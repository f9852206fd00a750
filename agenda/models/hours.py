"""What the time of a session is for."""

from django.db import models

from agenda.enums import Purpose

from .sessions import Session


class TimeTag(models.Model):
    """So many minutes of a session for one purpose; what carries no tag is time that nobody has said the purpose of."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="time_tags")
    purpose = models.CharField(max_length=12, choices=Purpose)
    minutes = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "purpose"], name="one_tag_per_session_and_purpose")]

    def __str__(self) -> str:
        return f"{self.session_id} {self.purpose} {self.minutes}"
