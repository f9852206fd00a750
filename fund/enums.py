"""Accounts of a project's fund and what moves money between them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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


class RequestState(TextChoices):
    """Where a request stands, in words that people grasp."""

    DRAFT = "draft", _("draft")
    ASKED = "asked", pgettext_lazy("request", "asked")
    TO_COMPLETE = "to_complete", pgettext_lazy("request", "to complete")
    APPROVED = "approved", pgettext_lazy("request", "granted, not paid yet")
    DELIVERED = "delivered", pgettext_lazy("request", "delivered")
    INVOICED = "invoiced", pgettext_lazy("request", "invoiced")
    PAID = "paid", pgettext_lazy("request", "paid")
    REFUSED = "refused", pgettext_lazy("request", "refused")
    CANCELLED = "cancelled", pgettext_lazy("request", "withdrawn")
    RELEASED = "released", pgettext_lazy("request", "given up, euros freed")


class Agreement(TextChoices):
    """What a member structure says of a request."""

    NONE = "none", _("no answer yet")
    AGREES = "agrees", _("agrees")
    OBJECTS = "objects", _("objects")


class DecisionKind(TextChoices):
    GRANT = "grant", _("Granted")
    IN_PART = "in_part", _("Granted in part")
    COMPLETE = "complete", _("To be completed")
    REFUSE = "refuse", _("Refused")


class PaperKind(TextChoices):
    QUOTE = "quote", _("quote")
    DELIVERABLE = "deliverable", _("deliverable")
    INVOICE = "invoice", _("invoice")
    PROOF = "proof", _("proof of payment")
