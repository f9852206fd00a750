"""What a project asks of its fund: a mission for an expert, who agrees to it, what the team decided, its papers."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.models import Axis, Expert
from core.models import AppendOnlyQuerySet, StoredFile
from fund.enums import Agreement, DecisionKind, PaperKind, RequestState
from projects.models import Project, Structure
from projects.validators import check_siret

from .ledger import Transaction, projects_with_money


class FundRequestQuerySet(models.QuerySet["FundRequest"]):
    def visible_to(self, user: Any) -> "FundRequestQuerySet":
        """Where the project's money may be read."""
        return self.filter(project__in=projects_with_money(user))


class FundRequest(models.Model):
    """A mission that a project asks its fund to pay (*demande*).

    While it is a draft `typed` keeps all that was typed, right or wrong. `terms` counts the amounts and payees that were
    put to the team: a decision is about one of them. `version` changes with every step, so that of two people who act
    at once the second is told.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="fund_requests")
    state = models.CharField(_("state"), max_length=12, choices=RequestState, default=RequestState.DRAFT)
    typed = models.JSONField(default=dict, blank=True)
    axis = models.ForeignKey(Axis, on_delete=models.PROTECT, null=True, blank=True, related_name="fund_requests")
    title = models.CharField(_("title of the mission"), max_length=160, blank=True)
    question = models.TextField(_("question to settle"), max_length=2000, blank=True)
    situation = models.TextField(_("where the group stands"), max_length=4000, blank=True)
    deliverables = models.TextField(_("expected deliverables"), max_length=4000, blank=True)
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, null=True, blank=True, related_name="fund_requests")
    payee_name = models.CharField(_("expert or body"), max_length=160, blank=True)
    payee_siret = models.CharField(_("SIRET"), max_length=14, blank=True)
    payee_email = models.EmailField(_("e-mail address"), blank=True)
    is_independent = models.BooleanField(default=False)
    interest = models.TextField(_("declared interest"), max_length=2000, blank=True)
    offers = models.PositiveSmallIntegerField(_("offers sought"), null=True, blank=True)
    choice_reason = models.TextField(_("reason for the choice"), max_length=2000, blank=True)
    days = models.DecimalField(_("days"), max_digits=5, decimal_places=2, null=True, blank=True)
    amount_net = models.DecimalField(_("before tax"), max_digits=10, decimal_places=2, null=True, blank=True)
    amount_vat = models.DecimalField(_("VAT"), max_digits=10, decimal_places=2, null=True, blank=True)
    amount_gross = models.DecimalField(_("with tax"), max_digits=10, decimal_places=2, null=True, blank=True)
    requested = models.DecimalField(_("asked of the fund"), max_digits=10, decimal_places=2, null=True, blank=True)
    other_funding = models.DecimalField(_("paid by the group"), max_digits=10, decimal_places=2, default=0)
    granted = models.DecimalField(_("granted"), max_digits=10, decimal_places=2, null=True, blank=True)
    invoiced = models.DecimalField(_("invoiced"), max_digits=10, decimal_places=2, null=True, blank=True)
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    delivered_on = models.DateField(_("delivered on"), null=True, blank=True)
    terms = models.PositiveSmallIntegerField(default=1)
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(null=True)
    is_example = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    objects = FundRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_gross__isnull=True) | Q(amount_gross__gt=0), name="a_mission_costs_something"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="a_mission_ends_after_it_starts",
                violation_error_message=_("A mission ends after it starts."),
            ),
            models.CheckConstraint(
                condition=Q(granted__isnull=True) | Q(granted__gt=0), name="what_is_granted_is_something"
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(_("Untitled request"))

    def get_absolute_url(self) -> str:
        return reverse("fund:request", args=[self.pk])

    def clean(self) -> None:
        try:
            check_siret(self.payee_siret)
        except ValidationError as wrong:
            raise ValidationError({"payee_siret": wrong}) from None

    @property
    def may_be_written(self) -> bool:
        """A draft, or sent back to be completed."""
        return self.state in {RequestState.DRAFT, RequestState.TO_COMPLETE}


class Party(models.Model):
    """A member structure's part in a request: its share of the advantage, and what it says of the request."""

    request = models.ForeignKey(FundRequest, on_delete=models.CASCADE, related_name="parties")
    structure = models.ForeignKey(Structure, on_delete=models.PROTECT, related_name="fund_parties")
    percent = models.DecimalField(max_digits=5, decimal_places=2, default=0)
    answer = models.CharField(max_length=8, choices=Agreement, default=Agreement.NONE)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["structure__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["request", "structure"], name="one_party_per_structure"),
            models.CheckConstraint(condition=Q(percent__gte=0, percent__lte=100), name="a_share_is_a_percentage"),
        ]

    def __str__(self) -> str:
        return f"{self.structure} · {self.request}"


class Decision(models.Model):
    """What one person of the team decided on one state of a request, with the reason that the project reads."""

    request = models.ForeignKey(FundRequest, on_delete=models.PROTECT, related_name="decisions")
    terms = models.PositiveSmallIntegerField()
    kind = models.CharField(_("decision"), max_length=12, choices=DecisionKind)
    amount = models.DecimalField(_("amount granted"), max_digits=10, decimal_places=2, null=True, blank=True)
    reason = models.TextField(_("reason given to the group"), max_length=2000, blank=True)
    decided_on = models.DateField(_("date of the decision"))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.request}"


class PaperQuerySet(models.QuerySet["Paper"]):
    def visible_to(self, user: Any) -> "PaperQuerySet":
        """Quotes and deliverables are the project's; invoices and proofs carry bank details and stay with the team."""
        rows = self.filter(request__in=FundRequest.objects.visible_to(user))
        if user.is_authenticated and user.is_administrator:
            return rows
        led = Project.objects.filter(cohort__facilitations__user=user.pk)
        return rows.filter(Q(kind__in=[PaperKind.QUOTE, PaperKind.DELIVERABLE]) | Q(request__project__in=led))


class Paper(models.Model):
    """A file of a request: quote, deliverable, invoice, proof of payment."""

    request = models.ForeignKey(FundRequest, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(_("kind"), max_length=12, choices=PaperKind)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="fund_paper")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.file}"

    def get_absolute_url(self) -> str:
        return reverse("fund:paper", args=[self.request_id, self.pk])


class Movement(models.Model):
    """Which request a transaction of the ledger is about."""

    request = models.ForeignKey(FundRequest, on_delete=models.PROTECT, related_name="movements")
    transaction = models.OneToOneField(Transaction, on_delete=models.PROTECT, related_name="movement")

    class Meta:
        ordering = ["transaction"]

    def __str__(self) -> str:
        return f"{self.request} · {self.transaction}"
