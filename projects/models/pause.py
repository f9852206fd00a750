"""A project that rests for a while: from a day, until a day or until it is woken, and why."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.dates import today

from .cooperation import Project


class PauseQuerySet(models.QuerySet["Pause"]):
    def resting_on(self, day: date) -> "PauseQuerySet":
        """The pauses in force on a day: first and last day included, and none from the day it was woken by hand."""
        return self.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=day),
            Q(woken_on__isnull=True) | Q(woken_on__gt=day),
            starts_on__lte=day,
        )

    def ahead_of(self, day: date) -> "PauseQuerySet":
        """In force on a day or to come."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), woken_on__isnull=True)


class Pause(models.Model):
    """Woken by hand, a project stays awake: `woken_on` ends this pause for good, whatever its last day was to be."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="pauses")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="pauses")
    created_at = models.DateTimeField(default=timezone.now)
    woken_on = models.DateField(null=True, blank=True, default=None)
    woken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True, default=None
    )

    objects = PauseQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="pause_ends_after_it_starts",
                violation_error_message=_("A pause ends after it starts."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.project_id}: {self.starts_on} → {self.ends_on or '…'}"

    def is_in_force_on(self, day: date) -> bool:
        """The same for a row at hand as `resting_on` for a query."""
        ended = self.ends_on is not None and self.ends_on < day
        woken = self.woken_on is not None and self.woken_on <= day
        return self.starts_on <= day and not ended and not woken

    @property
    def has_begun(self) -> bool:
        return self.starts_on <= today()

    @property
    def is_open(self) -> bool:
        """In force or to come."""
        return self.woken_on is None and (self.ends_on is None or self.ends_on >= today())
