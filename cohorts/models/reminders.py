"""When the people of an edition are reminded."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .edition import Cohort


class ReminderPlan(models.Model):
    """An edition's schedule: how many days before a session, before the last day of a poll and before the day of an
    action, the furthest first, and at what hour of the clock in Paris. An edition without a row has the usual schedule
    (`queries.USUAL`); a list without a day reminds nobody."""

    cohort = models.OneToOneField(Cohort, on_delete=models.CASCADE, related_name="reminder_plan")
    session_days = models.JSONField(default=list, blank=True)
    poll_days = models.JSONField(default=list, blank=True)
    action_days = models.JSONField(default=list, blank=True)
    overdue = models.BooleanField(_("the day after the day of an action as well"), default=True)
    hour = models.PositiveSmallIntegerField(_("hour"), validators=[MinValueValidator(6), MaxValueValidator(20)])
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.cohort_id}: {self.session_days}"
