"""The morning: its hours, its rules, and who may come."""

from datetime import timedelta
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cohorts.models import Cohort
from funding_day.enums import Entry
from projects.models import Participant


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
    """A funders' morning of a cohort. People come from `starts_at` to `ends_at`; rounds of meetings fill the hours from
    `rounds_from` to `rounds_until`, breaks left out."""

    slug = models.SlugField(max_length=60, unique=True)
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="funding_days")
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    is_example = models.BooleanField(default=False)
    rounds_from = models.DateTimeField(_("first round"), null=True, blank=True)
    rounds_until = models.DateTimeField(_("end of the rounds"), null=True, blank=True)
    slot_minutes = models.PositiveSmallIntegerField(
        _("length of a meeting"), default=15, validators=[MinValueValidator(5), MaxValueValidator(120)]
    )
    buffer_minutes = models.PositiveSmallIntegerField(
        _("time to change tables"), default=2, validators=[MaxValueValidator(30)]
    )
    tables = models.PositiveSmallIntegerField(
        _("tables"), default=20, validators=[MinValueValidator(1), MaxValueValidator(300)]
    )
    funder_least = models.PositiveSmallIntegerField(_("meetings of a funder, at least"), default=0)
    funder_most = models.PositiveSmallIntegerField(_("meetings of a funder, at most"), default=8)
    bearer_least = models.PositiveSmallIntegerField(_("meetings of a project, at least"), default=0)
    bearer_most = models.PositiveSmallIntegerField(_("meetings of a project, at most"), default=8)
    together = models.BooleanField(_("people of one team meet together"), default=True)
    entry = models.CharField(_("who may register"), max_length=10, choices=Entry, default=Entry.EVERYBODY)
    closes_at = models.DateTimeField(_("registration closes"), null=True, blank=True)
    words_fr = models.TextField(_("words of the programme, in French"), blank=True, max_length=3000)
    words_en = models.TextField(_("words of the programme, in English"), blank=True, max_length=3000)

    objects = FundingDayQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="morning_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(rounds_from=None)
                | Q(rounds_until=None)
                | Q(rounds_from__gte=F("starts_at"), rounds_until__lte=F("ends_at"), rounds_until__gt=F("rounds_from")),
                name="rounds_are_within_the_morning",
                violation_error_message=_("The rounds lie within the hours of the morning, and end after they begin."),
            ),
            models.CheckConstraint(
                condition=Q(slot_minutes__gte=5, slot_minutes__lte=120, tables__gte=1, buffer_minutes__lte=30),
                name="a_meeting_has_length_and_a_table",
            ),
            models.CheckConstraint(
                condition=Q(funder_most__gte=F("funder_least"), bearer_most__gte=F("bearer_least")),
                name="least_is_no_more_than_most",
                violation_error_message=_("A minimum is above its maximum: change one of the two."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cohort} · {self.slug}"

    def get_absolute_url(self) -> str:
        return reverse("funding_day:day", args=[self.slug])

    def address(self, page: str) -> str:
        """Where a page of the morning is found: `plan`, `guests`…"""
        return reverse(f"funding_day:{page}", args=[self.slug])

    @property
    def first_round_at(self) -> Any:
        return self.rounds_from or self.starts_at

    @property
    def last_round_ends_at(self) -> Any:
        return self.rounds_until or self.ends_at

    @property
    def links_until(self) -> Any:
        """Personal links last until thirty days after the morning."""
        return self.ends_at + timedelta(days=30)

    def is_closed_at(self, instant: Any) -> bool:
        return self.closes_at is not None and instant >= self.closes_at


class Pause(models.Model):
    """A break: no round overlaps it."""

    day = models.ForeignKey(FundingDay, on_delete=models.CASCADE, related_name="pauses")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    label = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["starts_at"]
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="a_break_has_length")]

    def __str__(self) -> str:
        return self.label or f"{self.starts_at:%H:%M}"
