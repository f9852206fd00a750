"""Reads the whole ledger again: every sum, every hash, every number. Writes nothing but what it found."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db import transaction as database

from fund.chain import link
from fund.enums import Account, LedgerFault, TransactionKind
from fund.models import Fund, LedgerCheck, Transaction

ZERO = Decimal("0.00")
Moves = dict[str, Decimal]
Fault = tuple[int | None, LedgerFault]


def check_ledger() -> LedgerCheck:
    """Recomputes every account row from its entries, checks that each transaction sums to zero and that the chain of
    hashes holds. One fund at a time under its lock, so that what is being written meanwhile is never half read."""
    differences: list[dict[str, Any]] = []
    funds = transactions = 0
    for pk in Fund.objects.order_by("pk").values_list("pk", flat=True).iterator():
        with database.atomic():
            fund = Fund.objects.select_for_update(of=("self",)).get(pk=pk)
            rows = list(fund.transactions.order_by("number", "pk").prefetch_related("entries"))
            faults = list(_faults(fund, rows))
        funds, transactions = funds + 1, transactions + len(rows)
        differences += [{"project": fund.project_id, "number": number, "what": what} for number, what in faults]
    return LedgerCheck.objects.create(funds=funds, transactions=transactions, differences=differences)


def _faults(fund: Fund, rows: list[Transaction]) -> Iterator[Fault]:
    head, sums = "", dict.fromkeys(Account.values, ZERO)
    written: dict[int, Moves] = {}
    for place, row in enumerate(rows, start=1):
        moves = {entry.account: entry.amount for entry in row.entries.all()}
        yield from _faults_of(row, place, moves, written)
        expected = link(head, row, moves.items())
        if row.hash != expected:
            yield row.number, LedgerFault.HASH
        head, written[row.pk] = row.hash, moves
        for account, amount in moves.items():
            sums[account] += amount
    if _row(fund) != _from_entries(sums) or fund.written != len(rows) or fund.head != head:
        yield None, LedgerFault.BALANCE


def _faults_of(row: Transaction, place: int, moves: Moves, written: dict[int, Moves]) -> Iterator[Fault]:
    if row.number != place:
        yield row.number, LedgerFault.NUMBER
    if sum(moves.values(), ZERO) != 0 or not moves:
        yield row.number, LedgerFault.SUM
    if row.kind == TransactionKind.REVERSAL:
        opposite = {account: -amount for account, amount in written.get(row.reverses_id or 0, {}).items()}
        if moves != opposite:
            yield row.number, LedgerFault.REVERSAL


def _row(fund: Fund) -> tuple[Decimal, ...]:
    return (fund.allocated, fund.available, fund.committed, fund.paid, fund.released)


def _from_entries(sums: Moves) -> tuple[Decimal, ...]:
    allocated = -sums[Account.SOURCE] - sums[Account.RELEASED]
    return (allocated, *(sums[account] for account in (Account.AVAILABLE, Account.COMMITTED, Account.PAID)),
            sums[Account.RELEASED])  # fmt: skip
