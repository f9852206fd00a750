"""Experts who come to seminars and carry out missions. They have no account."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class ExpertQuerySet(models.QuerySet["Expert"]):
    def visible_to(self, user: Any) -> "ExpertQuerySet":
        """The team keeps the list of experts; everybody else meets one where they are named, on a sheet for one."""
        return self if user.is_authenticated and user.is_team else self.none()


class Expert(models.Model):
    """Somebody from outside the programme with something to teach: who they are and how to reach them."""

    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail address"), blank=True)
    organisation = models.CharField(_("structure"), max_length=160, blank=True)
    subject = models.CharField(_("what they know well"), max_length=200, blank=True)
    is_example = models.BooleanField(default=False)

    objects = ExpertQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=~Q(email=""),
                name="one_expert_per_address",
                violation_error_message=_("Another expert has this address."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.organisation})" if self.organisation else self.name
