"""Wishes of both sides, and the plans made of them. A version of the plan is never changed: the next one replaces it."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from core.models import AppendOnlyQuerySet, Job
from funding_day.enums import Level, Mishap, Origin, Sending, Side

from .days import FundingDay
from .guests import Bearer, Funder


class Wish(models.Model):
    """What one side wishes of the other. `by_team`: said on their behalf by the team, for want of an answer."""

    funder = models.ForeignKey(Funder, on_delete=models.CASCADE, related_name="wishes")
    bearer = models.ForeignKey(Bearer, on_delete=models.CASCADE, related_name="wishes")
    side = models.CharField(max_length=10, choices=Side)
    level = models.CharField(max_length=10, choices=Level)
    by_team = models.BooleanField(default=False)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    given_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["funder", "bearer", "side"], name="one_wish_a_side")]

    def __str__(self) -> str:
        return f"{self.funder_id} {self.bearer_id} {self.side}: {self.level}"


class Plan(models.Model):
    """A version of the plan, with what it is worth and what proves it.

    `digest` names the wishes, hours and limits it was made of. `rounds` are its hours, so that a later change of the
    settings does not move meetings that were told. `proven`: no plan of the same input, with the same locks, is worth
    more. `unmet` are the musts that it does not hold, each with its reason.
    """

    day = models.ForeignKey(FundingDay, on_delete=models.CASCADE, related_name="plans")
    number = models.PositiveIntegerField()
    origin = models.CharField(max_length=10, choices=Origin)
    digest = models.CharField(max_length=64)
    seed = models.PositiveIntegerField(default=1)
    value = models.PositiveIntegerField()
    bound = models.PositiveIntegerField()
    proven = models.BooleanField(default=False)
    meetings = models.PositiveIntegerField()
    rounds = models.JSONField(encoder=DjangoJSONEncoder)
    unmet = models.JSONField(default=list)
    note = models.CharField(max_length=200, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["day", "number"], name="one_plan_a_number"),
            models.CheckConstraint(condition=Q(bound__gte=F("value")), name="a_plan_is_within_its_bound"),
            models.CheckConstraint(condition=Q(proven=False) | Q(bound=F("value")), name="proven_means_the_bound"),
        ]

    def __str__(self) -> str:
        return f"{self.day_id} v{self.number}"

    @property
    def gap(self) -> float:
        """The share of the bound that is not proven to be out of reach."""
        return 0.0 if self.proven or not self.bound else (self.bound - self.value) / self.bound


class Cell(models.Model):
    """A meeting of a plan: who meets whom, in which round (from 0), at which table (from 1)."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="cells")
    round = models.PositiveSmallIntegerField()
    table = models.PositiveSmallIntegerField()
    funder = models.ForeignKey(Funder, on_delete=models.CASCADE, related_name="cells")
    bearer = models.ForeignKey(Bearer, on_delete=models.CASCADE, related_name="cells")
    locked = models.BooleanField(default=False)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["round", "table"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "round", "table"], name="one_meeting_a_table"),
            models.UniqueConstraint(fields=["plan", "round", "funder"], name="one_meeting_a_funder"),
            models.UniqueConstraint(fields=["plan", "round", "bearer"], name="one_meeting_a_bearer"),
            models.UniqueConstraint(fields=["plan", "funder", "bearer"], name="a_pair_meets_once"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} r{self.round} t{self.table}"


class PlanRun(models.Model):
    """A computation under way: its job, the best value and bound so far, and whether somebody asked it to stop."""

    day = models.ForeignKey(FundingDay, on_delete=models.CASCADE, related_name="runs")
    job = models.OneToOneField(Job, on_delete=models.PROTECT, related_name="plan_run")
    plan = models.OneToOneField(Plan, on_delete=models.PROTECT, null=True, blank=True, related_name="run")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    seconds = models.PositiveSmallIntegerField(default=60)
    seed = models.PositiveIntegerField(default=1)
    best = models.PositiveIntegerField(default=0)
    bound = models.PositiveIntegerField(default=0)
    stop_asked = models.BooleanField(default=False)

    class Meta:
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"run {self.pk} of {self.day_id}"


class Mailing(models.Model):
    """The agendas of a plan, sent to everybody concerned, provisional or final."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="mailings")
    kind = models.CharField(max_length=12, choices=Sending)
    mails = models.PositiveIntegerField()
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-sent_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.plan_id}"


class Proposal(models.Model):
    """A repair of the plan on the day, waiting for one tap: the meetings it keeps, moves, adds and loses."""

    day = models.ForeignKey(FundingDay, on_delete=models.CASCADE, related_name="proposals")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="proposals")
    mishap = models.CharField(max_length=10, choices=Mishap)
    funder = models.ForeignKey(Funder, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    bearer = models.ForeignKey(Bearer, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    at_round = models.PositiveSmallIntegerField()
    frozen = models.PositiveSmallIntegerField()
    cells = models.JSONField()
    told = models.JSONField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, default=None)

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.mishap} {self.plan_id}"
