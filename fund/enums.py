"""Accounts of a project's fund and what moves money between them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Account(TextChoices):
    """Where a project's euros stand. The source is outside: what it gave is the negative of the allocation."""

    SOURCE = "source", _("source")
    AVAILABLE = "available", _("available")
    COMMITTED = "committed", _("committed")
    PAID = "paid", _("paid")


class TransactionKind(TextChoices):
    ALLOCATION = "allocation", _("allocation")
    COMMITMENT = "commitment", _("commitment")
    PAYMENT = "payment", _("payment")
    REVERSAL = "reversal", _("reversal")
