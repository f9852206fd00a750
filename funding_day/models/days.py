"""The morning: its rules, and who may come. Its day, hours, place and cancellation are those of its session of the agenda."""

from datetime import datetime, time, timedelta
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agenda.ical import place_of
from agenda.models import Session
from cohorts.models import Cohort
from core.dates import combine, paris_day
from funding_day.enums import Entry
from projects.models import Participant

# What a session that waits for its date is taken for meanwhile: a morning of the cohort's last day.
ASSUMED = time(9), timedelta(hours=3, minutes=30)


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

    def whole(self) -> "FundingDayQuerySet":
        """With the session and the place that its pages speak of."""
        return self.select_related("cohort", "session__venue")


class FundingDay(models.Model):
    """A funders' morning of a cohort. Rounds of meetings fill its hours from `lead_minutes` after the beginning to
    `tail_minutes` before the end, breaks left out: moved in the agenda, the morning takes its rounds along."""

    slug = models.SlugField(max_length=60, unique=True)
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="funding_days")
    session = models.OneToOneField(Session, on_delete=models.PROTECT, related_name="funding_day")
    is_example = models.BooleanField(default=False)
    lead_minutes = models.PositiveSmallIntegerField(default=0)
    tail_minutes = models.PositiveSmallIntegerField(default=0)
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
        ordering = ["-session__starts_at", "-pk"]
        constraints = [
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
    def starts_at(self) -> datetime:
        """The session's; a draft that waits for its date is taken for a morning of the cohort's last day."""
        return self.session.starts_at or combine(self.cohort.ends_on, ASSUMED[0])

    @property
    def ends_at(self) -> datetime:
        return self.session.ends_at or self.starts_at + ASSUMED[1]

    @property
    def place(self) -> str:
        return place_of(self.session)

    @property
    def is_cancelled(self) -> bool:
        return self.session.is_cancelled

    @property
    def waits_for_its_date(self) -> bool:
        return self.session.starts_at is None

    @property
    def first_round_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.lead_minutes)

    @property
    def last_round_ends_at(self) -> datetime:
        return self.ends_at - timedelta(minutes=self.tail_minutes)

    @property
    def links_until(self) -> datetime:
        """Personal links last until thirty days after the morning."""
        return self.ends_at + timedelta(days=30)

    def at(self, clock: time) -> datetime:
        """An hour of the morning's day."""
        return combine(paris_day(self.starts_at), clock)

    def is_closed_at(self, instant: datetime) -> bool:
        """No registration any more: its closing date is over, or the morning is cancelled."""
        return self.is_cancelled or (self.closes_at is not None and instant >= self.closes_at)


class Pause(models.Model):
    """A break, in minutes after the beginning of the morning: no round overlaps it."""

    day = models.ForeignKey(FundingDay, on_delete=models.CASCADE, related_name="pauses")
    after_minutes = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["after_minutes"]
        constraints = [models.CheckConstraint(condition=Q(minutes__gt=0), name="a_break_has_length")]

    def __str__(self) -> str:
        return self.label or f"+{self.after_minutes}"

    @property
    def starts_at(self) -> datetime:
        return self.day.starts_at + timedelta(minutes=self.after_minutes)

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)
