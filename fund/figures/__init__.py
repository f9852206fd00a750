"""Every amount that a person reads of a fund."""

from .ledger import ZERO, Balance, Line, balance, balances, statement, total, total_for
from .requests import approvals_needed, asked

__all__ = [
    "ZERO",
    "Balance",
    "Line",
    "approvals_needed",
    "asked",
    "balance",
    "balances",
    "statement",
    "total",
    "total_for",
]
