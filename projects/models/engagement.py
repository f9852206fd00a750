"""What a structure can give to a cooperation (*capacité d’engagement*), and the reviews at which a project looks at it.
What was said is never overwritten."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.models import Facilitation
from core.models import AppendOnlyQuerySet

from .cooperation import Participant, Project, Structure

HOURS_A_DAY = 7
MOST_DAYS = 31


class CapacityQuerySet(AppendOnlyQuerySet):
    def visible_to(self, user: Any) -> "CapacityQuerySet":
        """The team, and the structure's own people (those who left: what was said by their last day)."""
        if not user.is_authenticated:
            return self.none()
        if user.is_administrator:
            return self
        team = Facilitation.objects.filter(user=user, cohort=OuterRef("project__cohort"))
        part = Participant.objects.filter(user=user, membership__project=OuterRef("project"))
        own = part.filter(membership__structure=OuterRef("structure")).lasting_on("stated_on")
        return self.filter(Exists(team) | Exists(own))


class Capacity(models.Model):
    """How many days a month one structure can give to a project, as said on a day. It holds from that day until the next
    version; the first one also for the time before. A day has seven hours."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="capacities")
    structure = models.ForeignKey(Structure, on_delete=models.PROTECT, related_name="capacities")
    number = models.PositiveIntegerField()
    stated_on = models.DateField(_("said on"))
    days_a_month = models.DecimalField(
        _("days a month"), max_digits=4, decimal_places=1,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(MOST_DAYS))],
    )  # fmt: skip
    words = models.CharField(_("in the structure’s words"), max_length=500, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    is_example = models.BooleanField(default=False)

    objects = CapacityQuerySet.as_manager()

    class Meta:
        ordering = ["project", "structure", "number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "structure", "number"], name="one_capacity_per_number"),
            models.CheckConstraint(
                condition=Q(days_a_month__gte=0, days_a_month__lte=MOST_DAYS), name="a_month_has_so_many_days"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.structure_id} · {self.project_id} v{self.number}"

    @property
    def hours_a_month(self) -> Decimal:
        return self.days_a_month * HOURS_A_DAY


class Peak(models.Model):
    """A time of the year in which the structure has little to give, with its reason; first and last day included."""

    capacity = models.ForeignKey(Capacity, on_delete=models.PROTECT, related_name="peaks")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    reason = models.CharField(_("reason"), max_length=120)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="peak_ends_after_it_starts",
                violation_error_message=_("A peak period ends after it starts."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.starts_on} – {self.ends_on}: {self.reason}"

    def covers(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on


class EngagementReview(models.Model):
    """A time at which the project looks at the engagement of its structures together, from one day to another. It is
    shown only once every structure has agreed, each by its own act."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="engagement_reviews")
    opens_on = models.DateField()
    closes_on = models.DateField(_("until"))
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-opens_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="review_closes_after_it_opens")
        ]

    def __str__(self) -> str:
        return f"{self.project_id}: {self.opens_on}"


class ReviewConsent(models.Model):
    """That a structure lets its partners see its engagement at one review: by whom and when."""

    review = models.ForeignKey(EngagementReview, on_delete=models.PROTECT, related_name="consents")
    structure = models.ForeignKey(Structure, on_delete=models.PROTECT, related_name="+")
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "structure"], name="one_consent_per_structure")]

    def __str__(self) -> str:
        return f"{self.review_id} · {self.structure_id}"
