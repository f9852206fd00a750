"""Every movement of money. Each takes the fund's row first, so that two people spending at once stand in line, and
writes one transaction whose entries sum to zero; nothing is ever changed or deleted."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction as database
from django.db.models import F
from django.db.models.functions import Round
from django.urls import reverse as address
from django.utils.translation import gettext as _

from core import trail
from core.dates import now
from core.enums import Verb
from core.errors import Refused
from core.money import CENT, format_money
from fund.chain import link
from fund.enums import Account, TransactionKind
from fund.models import Entry, Fund, Transaction
from projects.models import Project

Moves = Mapping[Account, Decimal]

ZERO = Decimal(0)
LARGEST = Decimal("9999999999.99")
VERBS = {
    TransactionKind.ALLOCATION: Verb.ALLOCATED,
    TransactionKind.COMMITMENT: Verb.COMMITTED,
    TransactionKind.PAYMENT: Verb.PAID,
    TransactionKind.RELEASE: Verb.RELEASED,
    TransactionKind.GIVING_BACK: Verb.GIVEN_BACK,
    TransactionKind.REVERSAL: Verb.REVERSED,
}


def allocate(
    *, actor: Any, project: Project, amount: Decimal, happened_on: date, label: str, key: str, is_example: bool = False
) -> Transaction:
    """Gives a project its euros; the first allocation opens the fund."""
    sum_ = _checked(amount)
    moves = {Account.SOURCE: -sum_, Account.AVAILABLE: sum_}
    facts = {"happened_on": happened_on, "label": label, "key": key, "is_example": is_example}
    with database.atomic():
        Fund.objects.get_or_create(project=project)
        return _post(actor, _locked(project), TransactionKind.ALLOCATION, moves, facts)


def commit(
    *, actor: Any, project: Project, amount: Decimal, happened_on: date, label: str, key: str, is_example: bool = False
) -> Transaction:
    """Reserves euros for a mission. Refuses more than is available, with the balance as it is at that moment."""
    sum_ = _checked(amount)
    moves = {Account.AVAILABLE: -sum_, Account.COMMITTED: sum_}
    facts = {"happened_on": happened_on, "label": label, "key": key, "is_example": is_example}
    with database.atomic():
        return _post(actor, _locked(project), TransactionKind.COMMITMENT, moves, facts)


def pay(
    *, actor: Any, project: Project, amount: Decimal, happened_on: date, label: str, key: str, is_example: bool = False
) -> Transaction:
    """Pays what was committed. Refuses more than that: a payment always follows a commitment."""
    sum_ = _checked(amount)
    moves = {Account.COMMITTED: -sum_, Account.PAID: sum_}
    facts = {"happened_on": happened_on, "label": label, "key": key, "is_example": is_example}
    with database.atomic():
        return _post(actor, _locked(project), TransactionKind.PAYMENT, moves, facts)


def release(
    *, actor: Any, project: Project, amount: Decimal, happened_on: date, label: str, key: str, is_example: bool = False
) -> Transaction:
    """Gives euros that were committed back to what is available: the mission cost less, or was never carried out."""
    sum_ = _checked(amount)
    moves = {Account.COMMITTED: -sum_, Account.AVAILABLE: sum_}
    facts = {"happened_on": happened_on, "label": label, "key": key, "is_example": is_example}
    with database.atomic():
        return _post(actor, _locked(project), TransactionKind.RELEASE, moves, facts)


def give_back(
    *, actor: Any, project: Project, amount: Decimal, happened_on: date, label: str, key: str, is_example: bool = False
) -> Transaction:
    """Gives euros that nobody will spend back to the source, once the programme is over: the allocation shrinks."""
    sum_ = _checked(amount)
    moves = {Account.AVAILABLE: -sum_, Account.RELEASED: sum_}
    facts = {"happened_on": happened_on, "label": label, "key": key, "is_example": is_example}
    with database.atomic():
        return _post(actor, _locked(project), TransactionKind.GIVING_BACK, moves, facts)


def reverse(
    *, actor: Any, transaction: Transaction, happened_on: date, label: str, key: str, is_example: bool = False
) -> Transaction:
    """Corrects a mistake by the opposite entries. Refuses to reverse a transaction twice, a reversal, or money that
    has moved on since."""
    facts = {"happened_on": happened_on, "label": label, "key": key, "is_example": is_example, "reverses": transaction}
    with database.atomic():
        fund = _locked(transaction.fund.project)
        moves = {Account(entry.account): -entry.amount for entry in transaction.entries.order_by("pk")}
        if _already(fund, TransactionKind.REVERSAL, moves, key) is None:
            if transaction.kind == TransactionKind.REVERSAL:
                raise Refused(_("A reverse entry is not reversed: write the movement again."))
            if Transaction.objects.filter(reverses=transaction).exists():
                raise Refused(_("This movement has been reversed already."))
        return _post(actor, fund, TransactionKind.REVERSAL, moves, facts)


def _checked(amount: Decimal) -> Decimal:
    """The amount as euros and cents. What is wrong is told in words."""
    sum_ = Decimal(amount)
    if not sum_.is_finite() or sum_ <= 0:
        raise Refused(_("The amount must be above zero."), field="amount")
    if sum_ > LARGEST:
        raise Refused(_("This amount is too large."), field="amount")
    if sum_ != sum_.quantize(CENT):
        raise Refused(_("An amount has two decimals at most."), field="amount")
    return sum_.quantize(CENT)


def _locked(project: Project) -> Fund:
    """The fund's row, held until the end of the transaction (on SQLite the transaction itself is the lock)."""
    fund = Fund.objects.select_for_update(of=("self",)).filter(project=project).first()
    if fund is None:
        raise Refused(_("This project has no fund yet."), link=address("fund:fund", args=[project.slug]))
    return fund


def _post(actor: Any, fund: Fund, kind: TransactionKind, moves: Moves, facts: dict[str, Any]) -> Transaction:
    """Writes the transaction, or gives back the one that the same key wrote before."""
    if done := _already(fund, kind, moves, facts["key"]):
        return done
    _refuse_overdraft(fund, moves)
    row = Transaction(fund=fund, number=fund.written + 1, kind=kind, actor=actor, created_at=now(), **facts)
    row.hash = link(fund.head, row, moves.items())
    row.clean_fields(exclude=["fund", "actor", "reverses"])
    row.save(force_insert=True)
    Entry.objects.bulk_create(
        Entry(transaction=row, account=account, amount=amount) for account, amount in moves.items()
    )
    Fund.objects.filter(pk=fund.pk).update(
        written=row.number,
        head=row.hash,
        **{name: Round(F(name) + amount, precision=2) for name, amount in _columns(moves).items()},
    )
    trail.record(actor, VERBS[kind], row, project=fund.project_id, amounts={str(k): str(v) for k, v in moves.items()})
    return row


def _already(fund: Fund, kind: TransactionKind, moves: Moves, key: str) -> Transaction | None:
    """What the same click wrote before. A key that stands for something else is not the same click."""
    done: Transaction | None = Transaction.objects.filter(key=key).first()
    if done is None:
        return None
    same = dict(done.entries.order_by("pk").values_list("account", "amount")) == {str(k): v for k, v in moves.items()}
    if done.fund_id != fund.pk or done.kind != kind or not same:
        raise Refused(_("This key already stands for another movement."))
    return done


def _columns(moves: Moves) -> dict[str, Decimal]:
    """What the entries do to the account row; the allocation is what the source gave and did not get back."""
    columns = {str(account): amount for account, amount in moves.items() if account != Account.SOURCE}
    columns["allocated"] = -moves.get(Account.SOURCE, ZERO) - moves.get(Account.RELEASED, ZERO)
    return {name: amount for name, amount in columns.items() if amount}


def _refuse_overdraft(fund: Fund, moves: Moves) -> None:
    sentences = {
        Account.AVAILABLE: _("The fund is short: %(balance)s available, %(asked)s asked for."),
        Account.COMMITTED: _("More than was committed: %(balance)s committed, %(asked)s asked for."),
        Account.PAID: _("More than was paid: %(balance)s paid, %(asked)s asked for."),
        Account.RELEASED: _("More than was given back: %(balance)s given back, %(asked)s asked for."),
    }
    for account, sentence in sentences.items():
        balance, move = getattr(fund, account.value), moves.get(account, ZERO)
        if balance + move < 0:
            amounts = {"balance": format_money(balance), "asked": format_money(-move)}
            raise Refused(sentence % amounts, link=fund.get_absolute_url(), field="amount")
