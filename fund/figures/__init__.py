"""Every amount that a person reads of a fund."""

from .ledger import Balance, Line, balance, balances, statement, total

__all__ = [
    "Balance",
    "Line",
    "balance",
    "balances",
    "statement",
    "total",
]
