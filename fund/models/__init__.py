"""Where euros stand and what moved them; what projects ask of their fund."""

from .ledger import Entry, Fund, FundQuerySet, LedgerCheck, Transaction, projects_with_money
from .requests import Decision, FundRequest, FundRequestQuerySet, Movement, Paper, Party

__all__ = [
    "Decision",
    "Entry",
    "Fund",
    "FundQuerySet",
    "FundRequest",
    "FundRequestQuerySet",
    "LedgerCheck",
    "Movement",
    "Paper",
    "Party",
    "Transaction",
    "projects_with_money",
]
