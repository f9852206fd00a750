"""What leaves the house for the accounts: a line per entry, and the receipts named after their lines."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from pathlib import PurePath

from core.sheets import safe_name
from fund.enums import Account, PaperKind, TransactionKind
from fund.models import Entry, FundRequest, Movement, Paper, Transaction
from projects.models import Project

ZERO = Decimal("0.00")
# Which papers bear out which movement.
RECEIPTS = {
    TransactionKind.COMMITMENT: (PaperKind.QUOTE,),
    TransactionKind.PAYMENT: (PaperKind.INVOICE, PaperKind.PROOF, PaperKind.DELIVERABLE),
}


@dataclass(frozen=True)
class AccountLine:
    """One entry as an accountant reads it: what comes to an account is its debit, what leaves it its credit."""

    day: dt.date
    number: int
    kind: str
    account: str
    label: str
    payee: str
    siret: str
    debit: Decimal
    credit: Decimal
    receipts: tuple[str, ...]
    is_example: bool


@dataclass(frozen=True)
class Receipt:
    """A paper under the name that the lines give it."""

    name: str
    paper: Paper


def receipts(project: Project) -> dict[int, list[Receipt]]:
    """The papers that bear out each transaction, by its key: « 0003-2021-06-15-facture-…-12.pdf »."""
    movements = Movement.objects.filter(transaction__fund__project=project).select_related("transaction")
    papers: dict[int, list[Paper]] = {}
    for paper in Paper.objects.filter(request__project=project).select_related("file").order_by("pk"):
        papers.setdefault(paper.request_id, []).append(paper)
    found: dict[int, list[Receipt]] = {}
    for movement in movements.order_by("transaction__number"):
        row = movement.transaction
        kinds = RECEIPTS.get(TransactionKind(row.kind), ())
        found[row.pk] = [
            Receipt(_name(row, paper), paper) for paper in papers.get(movement.request_id, []) if paper.kind in kinds
        ]
    return found


def _name(row: Transaction, paper: Paper) -> str:
    end = {"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png"}[paper.file.content_type]
    words = safe_name(PurePath(paper.file.name).stem)
    return f"{row.number:04d}-{row.happened_on:%Y-%m-%d}-{safe_name(str(paper.get_kind_display()))}-{words}-{paper.pk}{end}"


def account_lines(project: Project) -> list[AccountLine]:
    """The whole register, entry by entry, in the order in which it was written."""
    names = {key: tuple(receipt.name for receipt in rows) for key, rows in receipts(project).items()}
    requests: dict[int, FundRequest] = {
        movement.transaction_id: movement.request
        for movement in Movement.objects.filter(transaction__fund__project=project).select_related("request")
    }
    entries = Entry.objects.filter(transaction__fund__project=project).select_related("transaction")
    lines = []
    for entry in entries.order_by("transaction__number", "pk"):
        row, request = entry.transaction, requests.get(entry.transaction_id)
        lines.append(
            AccountLine(
                day=row.happened_on,
                number=row.number,
                kind=row.get_kind_display(),
                account=str(Account(entry.account).label),
                label=row.label,
                payee=request.payee_name if request else "",
                siret=request.payee_siret if request else "",
                debit=max(entry.amount, ZERO),
                credit=max(-entry.amount, ZERO),
                receipts=names.get(row.pk, ()),
                is_example=row.is_example,
            )
        )
    return lines
