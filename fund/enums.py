"""Accounts of a project's fund and what moves money between them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Account(TextChoices):
    """Where a project's euros stand. The source is outside: it gave what was allocated and what was given back since."""

    SOURCE = "source", _("source")
    AVAILABLE = "available", _("available")
    COMMITTED = "committed", _("committed")
    PAID = "paid", _("paid")
    RELEASED = "released", _("given back")


class TransactionKind(TextChoices):
    ALLOCATION = "allocation", _("allocation")
    COMMITMENT = "commitment", _("commitment")
    PAYMENT = "payment", _("payment")
    RELEASE = "release", _("release")
    GIVING_BACK = "giving_back", _("giving back")
    REVERSAL = "reversal", _("reversal")


class LedgerFault(TextChoices):
    """What reading the ledger again may find wrong."""

    BALANCE = "balance", _("the account row differs from its entries")
    SUM = "sum", _("the entries do not sum to zero")
    HASH = "hash", _("the transaction differs from what was written")
    NUMBER = "number", _("a transaction is missing")
    REVERSAL = "reversal", _("the reversal is not the opposite of what it reverses")
