"""The axes that a project works on first, for a while."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from cohorts.models import Axis
from projects.models import Project


class PriorityPeriodQuerySet(models.QuerySet["PriorityPeriod"]):
    def on(self, day: date) -> "PriorityPeriodQuerySet":
        return self.filter(starts_on__lte=day, ends_on__gte=day)


class PriorityPeriod(models.Model):
    """One or two axes that a project puts first between two days, both included. On any day there is one period at
    most."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="priorities")
    axes = models.ManyToManyField(Axis, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField(default=timezone.now)

    objects = PriorityPeriodQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="priorities_end_after_they_start"),
        ]

    def __str__(self) -> str:
        return f"{self.project} · {self.starts_on:%Y-%m-%d}"
