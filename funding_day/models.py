"""The morning and those who come. Guests are neither participants nor members of the cohort, and count in no figure of it."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cohorts.models import Cohort
from projects.models import Participant, Project

from .enums import FunderKind


class FundingDayQuerySet(models.QuerySet["FundingDay"]):
    def visible_to(self, user: Any) -> "FundingDayQuerySet":
        """The team, and those who take part in a project of the cohort today."""
        if not user.is_authenticated:
            return self.none()
        if user.is_administrator:
            return self
        today = Participant.objects.current().filter(user=user)
        ties = Q(cohort__facilitations__user=user) | Q(cohort__projects__memberships__participants__in=today)
        return self.filter(pk__in=self.model.objects.filter(ties).values("pk"))


class FundingDay(models.Model):
    """A funders' morning of a cohort."""

    slug = models.SlugField(max_length=60, unique=True)
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="funding_days")
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    is_example = models.BooleanField(default=False)

    objects = FundingDayQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="morning_ends_after_it_starts")
        ]

    def __str__(self) -> str:
        return f"{self.cohort} · {self.slug}"

    def get_absolute_url(self) -> str:
        return reverse("funding_day:day", args=[self.slug])


class Funder(models.Model):
    """An organisation that comes to the morning."""

    day = models.ForeignKey(FundingDay, on_delete=models.CASCADE, related_name="funders")
    organisation = models.CharField(_("organisation"), max_length=160)
    kind = models.CharField(_("kind"), max_length=20, choices=FunderKind)
    contact = models.CharField(_("person"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), max_length=254, blank=True)
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ["organisation"]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "organisation"],
                name="one_funder_per_organisation",
                violation_error_message=_("This organisation is registered already."),
            )
        ]

    def __str__(self) -> str:
        return self.organisation


class Bearer(models.Model):
    """A project bearer who meets the funders; without a project of ours, they come from outside the programme."""

    day = models.ForeignKey(FundingDay, on_delete=models.CASCADE, related_name="bearers")
    name = models.CharField(_("name"), max_length=160)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, null=True, blank=True, related_name="bearers")
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["day", "name"], name="one_bearer_per_name")]

    def __str__(self) -> str:
        return self.name
