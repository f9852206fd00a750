"""Every amount that a person reads of a fund. Where money stands comes from the account row, which the database keeps
equal to the entries; the statement reads the entries themselves."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from fund.enums import Account
from fund.models import Entry, Fund, Transaction
from projects.models import Project

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Balance:
    """Where euros stand: `allocated` is always `available` + `committed` + `paid`; `committed` leaves out what is paid,
    and `allocated` what was given back to the source (`released`)."""

    allocated: Decimal = ZERO
    available: Decimal = ZERO
    committed: Decimal = ZERO
    paid: Decimal = ZERO
    released: Decimal = ZERO

    def __add__(self, other: "Balance") -> "Balance":
        return Balance(
            self.allocated + other.allocated,
            self.available + other.available,
            self.committed + other.committed,
            self.paid + other.paid,
            self.released + other.released,
        )


@dataclass(frozen=True)
class Line:
    """A transaction in the register: its `amount` (positive), what it did to the available balance (`moved`, signed,
    zero for a payment) and that balance right after it."""

    transaction: Transaction
    amount: Decimal
    moved: Decimal
    balance: Decimal


def balance(project: Project) -> Balance | None:
    """Where the euros of one project stand; nothing before the first allocation."""
    return balances([project]).get(project.pk)


def balances(projects: Iterable[Project]) -> dict[int, Balance]:
    """Where the euros of each project stand, by the project's key; a project without a fund is left out."""
    return {
        fund.project_id: Balance(fund.allocated, fund.available, fund.committed, fund.paid, fund.released)
        for fund in Fund.objects.filter(project__in=projects).order_by("pk")
    }


def total(parts: Iterable[Balance]) -> Balance:
    """The sum of several balances."""
    return sum(parts, Balance())


def total_for(user: Any) -> Balance:
    """Where the euros of all the projects stand whose money the person may read: the sum of their account rows."""
    names = ("allocated", "available", "committed", "paid", "released")
    sums = Fund.objects.visible_to(user).aggregate(**{name: Sum(name) for name in names})
    return Balance(*(Decimal(sums[name] or 0).quantize(ZERO) for name in names))


def statement(project: Project) -> list[Line]:
    """The register: every transaction, newest first, each with the available balance that it left."""
    rows = list(Transaction.objects.filter(fund__project=project).select_related("reverses"))
    entries: dict[int, dict[str, Decimal]] = {row.pk: {} for row in rows}
    for entry in Entry.objects.filter(transaction__in=rows).order_by("pk"):
        entries[entry.transaction_id][entry.account] = entry.amount
    lines, running = [], ZERO
    for row in rows:
        moves = entries[row.pk]
        moved = moves.get(Account.AVAILABLE, ZERO)
        running += moved
        amount = sum((move for move in moves.values() if move > 0), ZERO)
        lines.append(Line(row, amount, moved, running))
    return lines[::-1]
