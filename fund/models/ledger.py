"""A project's fund, its transactions and their entries. Entries are inserted and never changed: the manager refuses it,
and so does the database (migrations 0002 and 0003). A mistake is corrected by a reverse transaction."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Round
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models import AppendOnlyQuerySet
from fund.enums import Account, TransactionKind
from projects.models import Participant, Project


def projects_with_money(user: Any) -> models.QuerySet[Project]:
    """The projects whose money the person may read, allocated or not: the team's, and those where they take part today
    (money after one left is no affair of theirs)."""
    if not user.is_authenticated:
        return Project.objects.none()
    if user.is_administrator:
        return Project.objects.all()
    today = Participant.objects.current().filter(user=user)
    ties = Q(cohort__facilitations__user=user) | Q(memberships__participants__in=today)
    return Project.objects.filter(pk__in=Project.objects.filter(ties).values("pk"))


class FundQuerySet(models.QuerySet["Fund"]):
    def visible_to(self, user: Any) -> "FundQuerySet":
        """Where the project's money may be read."""
        return self.filter(project__in=projects_with_money(user))


class Fund(models.Model):
    """Where a project's euros stand, kept in the same transaction as the entries; the database refuses an overdraft.

    `allocated` leaves out what was given back at the end (`released`). `written` counts the transactions and `head` is
    the hash of the last one, so that the next one chains to it.
    """

    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="fund")
    allocated = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    available = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    committed = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    paid = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    released = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    written = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=64, blank=True)

    objects = FundQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(available__gte=0),
                name="fund_never_overdrawn",
                violation_error_message=_("The fund is short."),
            ),
            models.CheckConstraint(
                condition=Q(committed__gte=0, paid__gte=0, released__gte=0), name="fund_sums_not_negative"
            ),
            # Rounded: SQLite adds decimals as floats, and one sum of cents in twelve would miss by a hair.
            models.CheckConstraint(
                condition=Q(allocated=Round(F("available") + F("committed") + F("paid"), precision=2)),
                name="fund_adds_up",
            ),
        ]

    def __str__(self) -> str:
        return str(self.project)

    def get_absolute_url(self) -> str:
        return reverse("fund:fund", args=[self.project.slug])


class Transaction(models.Model):
    """A movement of money: its entries sum to zero. `key` is unique, so that the same click twice counts once.

    `number` counts the transactions of a fund from one; `hash` is that of the chain (fund.chain).
    """

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="transactions")
    number = models.PositiveIntegerField()
    kind = models.CharField(_("kind"), max_length=12, choices=TransactionKind)
    label = models.CharField(_("label"), max_length=200)
    happened_on = models.DateField(_("date"))
    key = models.CharField(max_length=80, unique=True)
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversed_by")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    is_example = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    hash = models.CharField(max_length=64)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["happened_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["fund", "number"], name="transactions_are_numbered"),
            models.CheckConstraint(
                condition=Q(kind=TransactionKind.REVERSAL, reverses__isnull=False)
                | (~Q(kind=TransactionKind.REVERSAL) & Q(reverses__isnull=True)),
                name="a_reversal_and_only_a_reversal_names_what_it_reverses",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.happened_on} {self.label}"


class Entry(models.Model):
    """One line of a transaction: euros added to (or, negative, taken from) an account."""

    transaction = models.ForeignKey(Transaction, on_delete=models.PROTECT, related_name="entries")
    account = models.CharField(max_length=12, choices=Account)
    amount = models.DecimalField(max_digits=12, decimal_places=2)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["transaction", "account"], name="one_entry_per_account"),
            models.CheckConstraint(condition=~Q(amount=0), name="an_entry_moves_something"),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.amount}"


class LedgerCheck(models.Model):
    """What reading the whole ledger again found. `differences` holds, for each, the project, the transaction's number (or
    none) and what is wrong, by the word of LedgerFault."""

    at = models.DateTimeField(default=timezone.now)
    funds = models.PositiveIntegerField()
    transactions = models.PositiveIntegerField()
    differences = models.JSONField(default=list)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {len(self.differences)}"
