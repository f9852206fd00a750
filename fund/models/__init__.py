"""Where euros stand and what moved them."""

from .ledger import Entry, Fund, FundQuerySet, LedgerCheck, Transaction, projects_with_money

__all__ = [
    "Entry",
    "Fund",
    "FundQuerySet",
    "LedgerCheck",
    "Transaction",
    "projects_with_money",
]
