"""The edition: dates, targets, territories, team, rounds and kinds of session."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.enums import FundingRegime, RoundKind, SessionForm
from core.models import AppendOnlyQuerySet

from .content import ContentVersion, spoken


class Territory(models.Model):
    """Where an edition is open."""

    name = models.CharField(_("name"), max_length=120, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class CohortQuerySet(models.QuerySet["Cohort"]):
    def visible_to(self, user: Any) -> "CohortQuerySet":
        """Administrators see all, facilitators theirs, participants those of their projects, past ones included."""
        if not user.is_authenticated:
            return self.none()
        if user.is_administrator:
            return self
        ties = Q(facilitations__user=user) | Q(projects__memberships__participants__user=user)
        return self.filter(pk__in=self.model.objects.filter(ties).values("pk"))


class Cohort(models.Model):
    """An edition of the programme (*cohorte*, *édition*). Amounts in euros; targets count half-days and meetings."""

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    content = models.ForeignKey(
        ContentVersion, on_delete=models.PROTECT, related_name="cohorts", verbose_name=_("content")
    )
    territories = models.ManyToManyField(Territory, related_name="cohorts", verbose_name=_("territories"))
    facilitators = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="Facilitation", related_name="facilitated_cohorts"
    )
    half_days_target = models.PositiveSmallIntegerField(_("collective half-days"), default=7)
    meetings_target = models.PositiveSmallIntegerField(_("individual meetings per project"), default=20)
    projects_target = models.PositiveSmallIntegerField(_("projects at least"), default=1)
    minimum_structures = models.PositiveSmallIntegerField(
        _("structures per project at least"), default=2, validators=[MinValueValidator(2)]
    )
    acquaintance_hours = models.PositiveSmallIntegerField(
        _("hours of mutual knowledge before production"),
        default=6,
        validators=[MaxValueValidator(100)],
        help_text=_(
            "Spent together by each project before its first session of production; every pair of structures has then met."
        ),
    )
    fund_amount = models.DecimalField(
        _("engineering fund per project"),
        max_digits=10,
        decimal_places=2,
        default=5000,
        validators=[MinValueValidator(0)],
    )
    second_approval_above = models.DecimalField(
        _("second approval of a mission above"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        default=Decimal(2500),
        validators=[MinValueValidator(0)],
        help_text=_("In euros. Empty: one approval is always enough."),
    )
    funding_regime = models.CharField(
        _("funding regime"), max_length=12, choices=FundingRegime, default=FundingRegime.ESF_2021_2027
    )
    reads_nous = models.BooleanField(
        _("index of « nous »"),
        default=False,
        help_text=_("Counts in whose name the collective answers speak. For the team, unless a whole project agrees."),
    )
    call_opens_on = models.DateField(_("call opens on"), null=True, blank=True)
    call_closes_on = models.DateField(
        _("call closes on"), null=True, blank=True, help_text=_("Empty: applications are read as they come.")
    )
    is_example = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CohortQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="cohort_ends_after_it_starts",
                violation_error_message=_("The edition must end after it starts."),
            ),
            models.CheckConstraint(condition=Q(fund_amount__gte=0), name="fund_amount_not_negative"),
            models.CheckConstraint(condition=Q(minimum_structures__gte=2), name="a_cooperation_has_two_structures"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("desk:board", args=[self.slug])


class Facilitation(models.Model):
    """A facilitator of a named cohort (*chargé·e de mission*)."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="facilitations")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="facilitations")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cohort", "user"], name="one_facilitation_per_person")]

    def __str__(self) -> str:
        return f"{self.user} · {self.cohort}"


class Round(models.Model):
    """A round of self-assessment (*tour*): entry, midway, exit, or more. Both days are included.

    `name` stands instead of the kind where a team gave one. A closed round (`closed_at`) is frozen: its levels never
    change, and the database refuses it too. `position` is the round's number in addresses; rounds follow their days.
    `content` is the version under which it is answered, where the edition has taken another since; else the edition's.
    """

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="rounds")
    kind = models.CharField(_("kind"), max_length=10, choices=RoundKind)
    name = models.CharField(_("name"), max_length=60, blank=True)
    position = models.PositiveSmallIntegerField()
    opens_on = models.DateField(_("opens on"))
    closes_on = models.DateField(_("closes on"))
    closed_at = models.DateTimeField(null=True, default=None)
    content = models.ForeignKey(ContentVersion, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["cohort", "opens_on", "position"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "position"], name="one_round_per_position"),
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")),
                name="round_closes_after_it_opens",
                violation_error_message=_("A round closes after it opens."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.get_kind_display()

    @property
    def version_id(self) -> int:
        """The version of the content whose criteria are answered in this round."""
        return self.content_id or self.cohort.content_id

    def is_open_on(self, day: date) -> bool:
        """Both days are included, unless the team closed it before."""
        return self.closed_at is None and self.opens_on <= day <= self.closes_on

    def is_over_on(self, day: date) -> bool:
        """Closed, or past its last day."""
        return self.closed_at is not None or self.closes_on < day


class RoundReopening(models.Model):
    """Why the team opened a closed round again, and until when. Append-only."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="reopenings")
    reason = models.CharField(_("reason"), max_length=300)
    closes_on = models.DateField(_("closes on"))
    reopened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reopened_at = models.DateTimeField(default=timezone.now)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["round", "reopened_at", "pk"]

    def __str__(self) -> str:
        return self.reason


class SessionKind(models.Model):
    """A kind of session of an edition with its usual hours (wall-clock in Paris), cloned with it."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="session_kinds")
    slug = models.SlugField(max_length=40)
    position = models.PositiveSmallIntegerField()
    form = models.CharField(max_length=12, choices=SessionForm)
    name_fr = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    starts_at = models.TimeField()
    ends_at = models.TimeField()

    class Meta:
        ordering = ["cohort", "position"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "slug"], name="one_session_kind_per_slug"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="usual_hours_in_order"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return spoken(self, "name")
