"""Places where sessions are held, and when they are open."""

from datetime import time
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agenda.enums import Weekday


class VenueQuerySet(models.QuerySet["Venue"]):
    def visible_to(self, user: Any) -> "VenueQuerySet":
        """The team keeps the list of places; everybody else meets a place on the sheet of a session."""
        return self if user.is_authenticated and user.is_team else self.none()

    def in_use(self) -> "VenueQuerySet":
        """Those that have not been taken off the list."""
        return self.filter(retired_at__isnull=True)


class Venue(models.Model):
    """A place where sessions are held. One that is `retired_at` a moment stays on the sheets and takes no new session."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    capacity = models.PositiveSmallIntegerField(
        _("capacity"), null=True, blank=True, validators=[MinValueValidator(1)], help_text=_("people")
    )
    access_notes = models.TextField(_("access"), blank=True, max_length=1000)
    retired_at = models.DateTimeField(null=True, blank=True, default=None)
    is_example = models.BooleanField(default=False)

    objects = VenueQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_retired(self) -> bool:
        return self.retired_at is not None


class OpeningHours(models.Model):
    """When a place is open on a day of the week, on the clock of Paris. A place without any row told no hours and is
    taken as open; one with rows is closed on the days that have none."""

    venue = models.ForeignKey(Venue, on_delete=models.CASCADE, related_name="opening_hours")
    weekday = models.PositiveSmallIntegerField(_("day"), choices=Weekday)
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"))

    class Meta:
        ordering = ["venue", "weekday"]
        constraints = [
            models.UniqueConstraint(fields=["venue", "weekday"], name="one_opening_per_day_of_the_week"),
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")),
                name="a_place_closes_after_it_opens",
                violation_error_message=_("A place closes after it opens."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.venue_id} {self.weekday}: {self.opens:%H:%M}–{self.closes:%H:%M}"

    def covers(self, starts: time, ends: time) -> bool:
        return self.opens <= starts and ends <= self.closes
