"""What came of the meetings: what each side says of them, and the money that was asked for, obtained or refused."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.access import facilitated_cohorts
from funding_day.enums import Contractor, Instrument, Interest, Mark, NextStep, Readers, Result, Side, Source
from projects.access import current_participations

from .days import FundingDay
from .guests import Bearer, Funder


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    def shared_with_project(self) -> "FeedbackQuerySet":
        """What a project reads: its own words, and of the funders' what they chose to show it."""
        return self.filter(Q(side=Side.BEARER) | Q(readers=Readers.PROJECT))

    def visible_to(self, user: Any) -> "FeedbackQuerySet":
        """Everything for the team; for a project, what is shared with it."""
        if not user.is_authenticated:
            return self.none()
        if user.is_administrator:
            return self
        own = [project for project, _structure in current_participations(user)]
        shared = Q(bearer__project__in=own) & (Q(side=Side.BEARER) | Q(readers=Readers.PROJECT))
        return self.filter(Q(funder__day__cohort__in=facilitated_cohorts(user)) | shared)


class Feedback(models.Model):
    """What one side says after a meeting. A funder's may be for the team only: no project ever reads it then."""

    funder = models.ForeignKey(Funder, on_delete=models.CASCADE, related_name="feedback")
    bearer = models.ForeignKey(Bearer, on_delete=models.CASCADE, related_name="feedback")
    side = models.CharField(max_length=10, choices=Side)
    by_team = models.BooleanField(default=False)
    said_at = models.DateTimeField(default=timezone.now)
    # the funder's
    person = models.CharField(_("person present"), max_length=120, blank=True)
    interest = models.CharField(_("interest at this stage"), max_length=10, choices=Interest, blank=True)
    instruments = models.JSONField(_("possible forms of funding"), default=list, blank=True)
    purposes = models.JSONField(_("what could be funded"), default=list, blank=True)
    amount = models.DecimalField(_("order of magnitude"), max_digits=12, decimal_places=2, null=True, blank=True)
    window = models.CharField(_("next window or deadline"), max_length=160, blank=True)
    legibility = models.PositiveSmallIntegerField(
        _("it is clear who does what and who commits"), choices=Mark, null=True, blank=True
    )
    clarity = models.PositiveSmallIntegerField(_("the economic model is clear"), choices=Mark, null=True, blank=True)
    strengths = models.TextField(_("what inspires confidence"), max_length=2000, blank=True)
    unclear = models.TextField(_("what must be clarified before applying"), max_length=2000, blank=True)
    contractor = models.CharField(_("with whom could you sign?"), max_length=10, choices=Contractor, blank=True)
    next_step = models.CharField(_("next step"), max_length=10, choices=NextStep, blank=True)
    next_on = models.DateField(_("follow-up date"), null=True, blank=True)
    readers = models.CharField(_("who may read this?"), max_length=10, choices=Readers, default=Readers.TEAM)
    usefulness = models.PositiveSmallIntegerField(
        _("usefulness of the morning to you"), choices=Mark, null=True, blank=True
    )
    suggestions = models.TextField(_("suggestions"), max_length=2000, blank=True)
    # the project's
    quality = models.PositiveSmallIntegerField(_("quality of the exchange"), choices=Mark, null=True, blank=True)
    learnt = models.TextField(_("what we learnt about our project"), max_length=2000, blank=True)
    to_do = models.TextField(_("what we must do, who and when"), max_length=2000, blank=True)
    changes_model = models.BooleanField(_("this exchange changes our economic model or structure"), default=False)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        ordering = ["-said_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["funder", "bearer", "side"], name="one_feedback_a_side"),
            models.CheckConstraint(condition=Q(side=Side.BEARER) | ~Q(interest=""), name="a_funder_says_its_interest"),
        ]

    def __str__(self) -> str:
        return f"{self.side} {self.funder_id} {self.bearer_id}"


class FollowUp(models.Model):
    """The questions of a month (1, 3, 6 or 12) put to a bearer by mail, and whether they were answered."""

    bearer = models.ForeignKey(Bearer, on_delete=models.CASCADE, related_name="follow_ups")
    month = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    sent_at = models.DateTimeField(null=True, default=None)
    answered_at = models.DateTimeField(null=True, default=None)
    words = models.TextField(max_length=2000, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["bearer", "month"], name="one_follow_up_a_month"),
            models.CheckConstraint(condition=Q(month__in=[1, 3, 6, 12]), name="follow_ups_come_at_their_months"),
        ]

    def __str__(self) -> str:
        return f"{self.bearer_id} +{self.month}"


class Raised(models.Model):
    """Money asked for after the morning, and what became of it, with who said so. Survives the end of the cohort."""

    day = models.ForeignKey(FundingDay, on_delete=models.PROTECT, related_name="raised")
    bearer = models.ForeignKey(Bearer, on_delete=models.PROTECT, related_name="raised")
    funder = models.ForeignKey(Funder, on_delete=models.PROTECT, null=True, blank=True, related_name="raised")
    other_funder = models.CharField(_("another funder"), max_length=160, blank=True)
    instrument = models.CharField(_("form of funding"), max_length=10, choices=Instrument, blank=True)
    result = models.CharField(_("what became of it"), max_length=10, choices=Result)
    asked = models.DecimalField(_("amount asked for"), max_digits=12, decimal_places=2, null=True, blank=True)
    obtained = models.DecimalField(_("amount obtained"), max_digits=12, decimal_places=2, null=True, blank=True)
    source = models.CharField(_("source"), max_length=10, choices=Source)
    proof = models.CharField(_("what shows it"), max_length=200, blank=True)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    said_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["bearer__name", "-said_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(result="obtained") & Q(obtained__gt=0)) | (~Q(result="obtained") & Q(obtained=None)),
                name="what_is_obtained_has_an_amount",
                violation_error_message=_("Say how much was obtained; leave it empty otherwise."),
            ),
            models.CheckConstraint(
                condition=Q(funder__isnull=False, other_funder="") | (Q(funder=None) & ~Q(other_funder="")),
                name="raised_from_one_funder",
                violation_error_message=_("Choose the funder, or write its name: one of the two."),
            ),
            models.CheckConstraint(
                condition=(Q(asked=None) | Q(asked__gt=0))
                & (Q(obtained=None) | Q(obtained__lte=F("asked")) | Q(asked=None)),
                name="no_more_obtained_than_asked",
                violation_error_message=_("More was obtained than was asked for: correct one of the two."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bearer_id} {self.result}"
