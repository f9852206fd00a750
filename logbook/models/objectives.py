"""What a project wants to reach, how it is measured, and every value it has had."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.models import Axis, Facilitation
from core.models import AppendOnlyQuerySet
from logbook.enums import ObjectiveState
from projects.models import Participant, Project, Structure


class ObjectiveQuerySet(models.QuerySet["Objective"]):
    def visible_to(self, user: Any) -> "ObjectiveQuerySet":
        """The team of the edition, and whoever takes part in the project today."""
        if not user.is_authenticated:
            return self.none()
        if user.is_administrator:
            return self
        team = Facilitation.objects.filter(user=user, cohort=OuterRef("project__cohort"))
        part = Participant.objects.filter(user=user, membership__project=OuterRef("project")).current()
        return self.filter(Exists(team) | Exists(part))


class Objective(models.Model):
    """An objective of a project on an axis: measured by an indicator from a start value to a target, or by its state."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="objectives")
    axis = models.ForeignKey(Axis, on_delete=models.PROTECT, related_name="objectives", verbose_name=_("axis"))
    statement = models.CharField(_("objective"), max_length=300)
    indicator = models.CharField(_("indicator"), max_length=200, blank=True)
    unit = models.CharField(_("unit"), max_length=30, blank=True)
    start_value = models.DecimalField(_("start value"), max_digits=14, decimal_places=2, null=True, blank=True)
    target_value = models.DecimalField(_("target"), max_digits=14, decimal_places=2, null=True, blank=True)
    due_on = models.DateField(_("by"), null=True, blank=True)
    owner = models.ForeignKey(
        Structure,
        on_delete=models.PROTECT,
        related_name="objectives",
        null=True,
        blank=True,
        verbose_name=_("structure"),
    )
    state = models.CharField(_("state"), max_length=12, choices=ObjectiveState, default=ObjectiveState.OPEN)
    state_reason = models.CharField(_("reason"), max_length=300, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    is_example = models.BooleanField(default=False)

    objects = ObjectiveQuerySet.as_manager()

    class Meta:
        ordering = ["axis", "due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(target_value__isnull=True) | ~Q(indicator=""),
                name="a_target_has_an_indicator",
                violation_error_message=_("Say what the target counts."),
            ),
        ]

    def __str__(self) -> str:
        return self.statement

    def get_absolute_url(self) -> str:
        return reverse("logbook:objective", args=[self.pk])


class ObjectiveValue(models.Model):
    """What the indicator was on a day. Append-only: a mistake is corrected by another row of the same day, and the last
    one counts."""

    objective = models.ForeignKey(Objective, on_delete=models.PROTECT, related_name="values")
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2)
    measured_on = models.DateField(_("measured on"))
    comment = models.CharField(_("comment"), max_length=300, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["measured_on", "recorded_at", "pk"]

    def __str__(self) -> str:
        return f"{self.measured_on}: {self.value}"
