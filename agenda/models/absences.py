"""When a person of the team or of a project said that they are away."""

from datetime import date, time
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from agenda.enums import DayPart
from cohorts.models import Facilitation
from core.dates import combine, day_bounds
from core.timetable import Interval
from projects.models import Participant

NOON = time(13)


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def visible_to(self, user: Any) -> "AbsenceQuerySet":
        """One's own; the team also those of the people of its editions, colleagues included."""
        if not user.is_authenticated:
            return self.none()
        if user.is_administrator:
            return self
        mine = Facilitation.objects.filter(user=user).values("cohort")
        colleague = Facilitation.objects.filter(cohort__in=mine, user=OuterRef("user"))
        bearer = Participant.objects.filter(membership__project__cohort__in=mine, user=OuterRef("user"))
        return self.filter(Q(user=user) | Exists(colleague) | Exists(bearer))

    def on(self, day: date) -> "AbsenceQuerySet":
        return self.filter(first_day__lte=day, last_day__gte=day)


class Absence(models.Model):
    """Days on which a person is away, both included. `part` halves an absence of one day."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="absences", verbose_name=_("person")
    )
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("until"))
    part = models.CharField(_("part of the day"), max_length=10, choices=DayPart, default=DayPart.WHOLE)
    note = models.CharField(_("note"), max_length=200, blank=True)
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["first_day", "user", "pk"]
        indexes = [models.Index(fields=["user", "first_day", "last_day"], name="absence_of_person_in_time")]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="absence_ends_after_it_begins",
                violation_error_message=_("An absence ends on its first day or after."),
            ),
            models.CheckConstraint(
                condition=Q(part=DayPart.WHOLE) | Q(first_day=F("last_day")),
                name="half_a_day_is_of_one_day",
                violation_error_message=_("Half a day is of one day: give the same day twice."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.first_day}–{self.last_day}"

    @property
    def hours(self) -> Interval:
        """The instants during which the person is away; half a day ends or begins at one in the afternoon."""
        start, end = day_bounds(self.first_day)[0], day_bounds(self.last_day)[1]
        if self.part == DayPart.MORNING:
            end = combine(self.first_day, NOON)
        if self.part == DayPart.AFTERNOON:
            start = combine(self.first_day, NOON)
        return Interval(start, end)
