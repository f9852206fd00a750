"""Every write of the fund."""

from .ledger import allocate, commit, pay, reverse

__all__ = [
    "allocate",
    "commit",
    "pay",
    "reverse",
]
