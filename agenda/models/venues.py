"""Places where sessions are held."""

from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class VenueQuerySet(models.QuerySet["Venue"]):
    def visible_to(self, user: Any) -> "VenueQuerySet":
        """The team keeps the list of places; everybody else meets a place on the sheet of a session."""
        return self if user.is_authenticated and user.is_team else self.none()


class Venue(models.Model):
    """A place where sessions are held."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    capacity = models.PositiveSmallIntegerField(
        _("capacity"), null=True, blank=True, validators=[MinValueValidator(1)], help_text=_("people")
    )
    access_notes = models.TextField(_("access"), blank=True, max_length=1000)
    is_example = models.BooleanField(default=False)

    objects = VenueQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
