"""Every write of the fund."""

from .checking import check_ledger
from .ledger import allocate, commit, give_back, pay, release, reverse

__all__ = [
    "allocate",
    "check_ledger",
    "commit",
    "give_back",
    "pay",
    "release",
    "reverse",
]
