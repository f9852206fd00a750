"""From the approval to the payment: delivered, invoiced, paid, changed or given up. What moves euros does so in the
same transaction as the step, so that a crash leaves both or neither."""

import datetime as dt
from decimal import Decimal
from typing import Any, BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import files, trail, uploads
from core.dates import today
from core.enums import Verb
from core.errors import Refused
from core.money import format_money
from core.rules import keep
from fund.enums import PaperKind, RequestState
from fund.models import FundRequest, Movement, Paper
from fund.queries import bearers_of, deciders_of

from . import ledger
from .mails import tell
from .requests import locked

# When each paper may be added: the quote before the approval, the others after it.
OPEN_FOR = {
    PaperKind.QUOTE: {RequestState.DRAFT, RequestState.TO_COMPLETE, RequestState.ASKED},
    PaperKind.DELIVERABLE: {RequestState.APPROVED, RequestState.DELIVERED, RequestState.INVOICED, RequestState.PAID},
    PaperKind.INVOICE: {RequestState.APPROVED, RequestState.DELIVERED, RequestState.INVOICED},
    PaperKind.PROOF: {RequestState.INVOICED, RequestState.PAID},
}


@transaction.atomic
def add_paper(*, actor: Any, request: FundRequest, kind: PaperKind, content: BinaryIO, name: str) -> Paper:
    """Keeps a file of the request. Refuses what is neither PDF, JPEG nor PNG by its own bytes, what is too large, and a
    paper whose step has not come or is over."""
    row = locked(request)
    if row.state not in OPEN_FOR[kind]:
        words = {"paper": kind.label, "state": row.get_state_display()}
        raise Refused(_("Not now: “%(paper)s” is not added to a request that is %(state)s.") % words, field="file")
    taken = uploads.take(content, kinds=uploads.PAPERS)
    kept = files.store(taken.content, name=name[:200], content_type=taken.content_type)
    paper = Paper.objects.create(request=row, kind=kind, file=kept, added_by=actor)
    trail.record(actor, Verb.CHANGED, row, paper=kind.value, sha256=kept.sha256)
    return paper


@transaction.atomic
def remove_paper(*, actor: Any, paper: Paper) -> None:
    """Takes a quote away while the request is still the project's. What was decided on stays."""
    row = locked(paper.request)
    if paper.kind != PaperKind.QUOTE or not row.may_be_written:
        raise Refused(_("This file stays: what was decided rests on it."))
    kept = paper.file
    paper.delete()
    files.discard(kept)
    trail.record(actor, Verb.CHANGED, row, removed=PaperKind.QUOTE.value)


@transaction.atomic
def deliver(*, actor: Any, request: FundRequest, delivered_on: dt.date) -> FundRequest:
    """Confirms that the service was done, with the deliverable in hand."""
    row = _at(request, RequestState.APPROVED)
    _refuse_without(row, PaperKind.DELIVERABLE)
    if delivered_on > today():
        raise Refused(_("A delivery is not dated in the future."), field="day")
    row.state, row.delivered_on, row.version = RequestState.DELIVERED, delivered_on, row.version + 1
    keep(row, ["state", "delivered_on", "version"])
    trail.record(actor, Verb.CHANGED, row, state=row.state)
    tell(bearers_of(row), row, gettext_lazy("Delivered: %(title)s"), gettext_lazy("The deliverable is on its page."))
    return row


@transaction.atomic
def receive_invoice(*, actor: Any, request: FundRequest, amount: Decimal) -> FundRequest:
    """Notes the invoice. Refuses more than was granted: a change of amount goes back to approval."""
    row = _at(request, RequestState.DELIVERED)
    _refuse_without(row, PaperKind.INVOICE)
    granted = row.granted or Decimal(0)
    if amount <= 0:
        raise Refused(_("The amount must be above zero."), field="amount")
    if amount > granted:
        words = {"granted": format_money(granted)}
        sentence = _("%(granted)s were granted: a higher amount goes back to approval first.")
        raise Refused(sentence % words, field="amount")
    row.state, row.invoiced, row.version = RequestState.INVOICED, amount, row.version + 1
    keep(row, ["state", "invoiced", "version"])
    trail.record(actor, Verb.CHANGED, row, state=row.state, amount=str(amount))
    return row


@transaction.atomic
def pay_request(*, actor: Any, request: FundRequest, paid_on: dt.date) -> FundRequest:
    """Writes the payment of the invoice, frees what the mission did not cost, and closes the request: all or nothing.
    The same click twice pays once."""
    row = locked(request)
    if row.state == RequestState.PAID:
        return row
    _refuse_unless(row, RequestState.INVOICED)
    _refuse_without(row, PaperKind.PROOF)
    if paid_on > today():
        raise Refused(_("A payment is not dated in the future."), field="day")
    paid, granted = row.invoiced or Decimal(0), row.granted or Decimal(0)
    _move(ledger.pay, actor, row, paid, paid_on, "payment")
    if granted > paid:
        _move(ledger.release, actor, row, granted - paid, paid_on, "rest")
    row.state, row.version = RequestState.PAID, row.version + 1
    row.save(update_fields=["state", "version"])
    tell(
        bearers_of(row),
        row,
        gettext_lazy("Paid: %(title)s"),
        gettext_lazy("The expert is paid and the register shows it."),
    )
    return row


@transaction.atomic
def change_terms(
    *,
    actor: Any,
    request: FundRequest,
    requested: Decimal,
    payee_name: str,
    payee_siret: str,
    day: dt.date | None = None,
) -> FundRequest:
    """Another amount or another payee: the euros are freed and the request goes back to the team, whose earlier
    approvals no longer count. Whoever changes it does not approve it."""
    row = locked(request)
    if row.state not in {RequestState.APPROVED, RequestState.DELIVERED}:
        raise Refused(_("This request is %(state)s: it is not changed now.") % {"state": row.get_state_display()})
    if (requested, payee_name, payee_siret) == (row.granted, row.payee_name, row.payee_siret):
        raise Refused(_("Nothing has changed: neither the amount nor the payee."))
    if requested <= 0:
        raise Refused(_("The amount must be above zero."), field="requested")
    _move(ledger.release, actor, row, row.granted or Decimal(0), day or today(), "change")
    gross = requested + row.other_funding
    if gross != row.amount_gross:  # the quote's own split is no longer known: the tax keeps its rate
        rate = (row.amount_vat or Decimal(0)) / (row.amount_gross or gross)
        row.amount_vat = (gross * rate).quantize(Decimal("0.01"))
        row.amount_net, row.amount_gross = gross - row.amount_vat, gross
    if (payee_name, payee_siret) != (row.payee_name, row.payee_siret):
        row.expert, row.payee_email = None, ""
    row.requested, row.payee_name, row.payee_siret = requested, payee_name, payee_siret
    row.state, row.granted, row.requested_by = RequestState.ASKED, None, actor
    row.terms, row.version = row.terms + 1, row.version + 1
    keep(row, [
        "requested", "payee_name", "payee_siret", "payee_email", "expert", "amount_net", "amount_vat", "amount_gross",
        "state", "granted", "requested_by", "terms", "version",
    ])  # fmt: skip
    trail.record(actor, Verb.CHANGED, row, amount=str(requested), payee=payee_siret)
    sentence = gettext_lazy("The amount or the payee has changed: it waits for your decision again.")
    tell(deciders_of(row), row, gettext_lazy("To decide on again: %(title)s"), sentence)
    return row


@transaction.atomic
def release_request(*, actor: Any, request: FundRequest, reason: str, day: dt.date | None = None) -> FundRequest:
    """Gives the mission up and frees its euros for another one."""
    row = locked(request)
    if row.state not in {RequestState.APPROVED, RequestState.DELIVERED}:
        raise Refused(_("This request is %(state)s: no euro waits on it.") % {"state": row.get_state_display()})
    if not reason.strip():
        raise Refused(_("Give the reason: the project reads it."), field="reason")
    _move(ledger.release, actor, row, row.granted or Decimal(0), day or today(), "release")
    row.state, row.version = RequestState.RELEASED, row.version + 1
    row.save(update_fields=["state", "version"])
    trail.record(actor, Verb.RELEASED, row)
    tell(
        bearers_of(row),
        row,
        gettext_lazy("Given up: %(title)s"),
        gettext_lazy("Its euros are available again."),
        reason,
    )
    return row


def _at(request: FundRequest, state: RequestState) -> FundRequest:
    row = locked(request)
    _refuse_unless(row, state)
    return row


def _refuse_unless(row: FundRequest, state: RequestState) -> None:
    if row.state != state:
        words = {"state": row.get_state_display(), "needed": state.label}
        raise Refused(_("This request is %(state)s; this step is for one that is %(needed)s.") % words)


def _refuse_without(row: FundRequest, kind: PaperKind) -> None:
    if not row.papers.filter(kind=kind).exists():
        raise Refused(_("Attach this first: %(paper)s.") % {"paper": kind.label}, field="file")


def _move(action: Any, actor: Any, row: FundRequest, amount: Decimal, day: dt.date, step: str) -> None:
    moved = action(
        actor=actor,
        project=row.project,
        amount=amount,
        happened_on=day,
        label=f"{row.title} · {row.payee_name}"[:200],
        key=f"request {row.pk} terms {row.terms} {step}",
        is_example=row.is_example,
    )
    Movement.objects.create(request=row, transaction=moved)
