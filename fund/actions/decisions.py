"""What the team decides. The requester never approves; above a threshold two people must grant the same amount."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import trail
from core.dates import format_moment, today
from core.enums import Verb
from core.errors import EditedElsewhere, Refused
from core.money import format_money
from core.rules import keep
from fund.enums import DecisionKind, RequestState
from fund.figures import approvals_needed
from fund.models import Decision, FundRequest, Movement
from fund.queries import bearers_of

from . import ledger
from .mails import tell
from .requests import locked

GRANTS = {DecisionKind.GRANT, DecisionKind.IN_PART}


@transaction.atomic
def decide(
    *, actor: Any, request: FundRequest, kind: DecisionKind, amount: Decimal | None, reason: str, seen: int,
    decided_on: dt.date | None = None,
) -> FundRequest:  # fmt: skip
    """Grants, grants in part, asks to complete or refuses. The last approval that is needed commits the euros, in the
    same transaction; everybody who carries the project reads the reason.

    Refuses the second of two people who decide at once, a second approval by the same person or of another amount, more
    than was asked for, and more than is available.
    """
    row = locked(request)
    if row.state != RequestState.ASKED or row.version != seen:
        raise _decided_meanwhile(row)
    day = decided_on or today()
    if day > today():
        raise Refused(_("A decision is not dated in the future."), field="decided_on")
    if kind != DecisionKind.GRANT and not reason.strip():
        raise Refused(_("Give the reason: the project reads it."), field="reason")
    granted = _amount(row, kind, amount)
    decision = Decision(request=row, terms=row.terms, kind=kind, amount=granted, reason=reason.strip(),
                        decided_on=day, decided_by=actor)  # fmt: skip
    earlier = list(row.decisions.filter(terms=row.terms, kind__in=GRANTS)) if granted else []
    if granted:
        _refuse_unlike(decision, earlier)
    keep(decision)
    row.version += 1
    if granted and len(earlier) + 1 < approvals_needed(row, granted):
        row.save(update_fields=["version"])
    elif granted:
        _grant(actor, row, granted, day)
    else:
        row.state = RequestState.TO_COMPLETE if kind == DecisionKind.COMPLETE else RequestState.REFUSED
        row.terms += 1
        row.save(update_fields=["state", "terms", "version"])
    trail.record(actor, Verb.DECIDED, row, kind=kind.value, amount=str(granted) if granted else None)
    if row.state != RequestState.ASKED:
        subject = gettext_lazy("Decision on: %(title)s")
        tell(bearers_of(row), row, subject, kind.label, reason.strip())
    return row


def _decided_meanwhile(row: FundRequest) -> Refused:
    last = row.decisions.select_related("decided_by").order_by("-at", "-pk").first()
    if last is None:
        sentence = _("This request has changed meanwhile: it is %(state)s.") % {"state": row.get_state_display()}
    else:
        sentence = _("%(who)s has decided meanwhile: %(kind)s, %(when)s.") % {
            "who": last.decided_by.name,
            "kind": last.get_kind_display().lower(),
            "when": format_moment(last.at),
        }
    return EditedElsewhere(sentence, theirs="", yours="", version=row.version)


def _amount(row: FundRequest, kind: DecisionKind, amount: Decimal | None) -> Decimal | None:
    if kind not in GRANTS:
        return None
    asked = row.requested or Decimal(0)
    if kind == DecisionKind.GRANT:
        return asked
    if amount is None:
        raise Refused(_("Say how much is granted."), field="amount")
    if not 0 < amount < asked:
        words = {"asked": format_money(asked)}
        raise Refused(_("In part means less than the %(asked)s asked for.") % words, field="amount")
    return amount


def _refuse_unlike(decision: Decision, earlier: list[Decision]) -> None:
    if any(other.decided_by_id == decision.decided_by_id for other in earlier):
        raise Refused(_("You have approved already: the second approval is somebody else’s."))
    if any(other.amount != decision.amount for other in earlier):
        words = {"amount": format_money(earlier[0].amount or Decimal(0))}
        raise Refused(
            _("The first approval is of %(amount)s: approve the same, or send it back.") % words, field="amount"
        )


def _grant(actor: Any, row: FundRequest, granted: Decimal, day: dt.date) -> None:
    """The euros are reserved with the decision or the decision is not taken."""
    movement = ledger.commit(
        actor=actor,
        project=row.project,
        amount=granted,
        happened_on=day,
        label=f"{row.title} · {row.payee_name}"[:200],
        key=f"request {row.pk} terms {row.terms} commitment",
        is_example=row.is_example,
    )
    Movement.objects.create(request=row, transaction=movement)
    row.state, row.granted = RequestState.APPROVED, granted
    row.save(update_fields=["state", "granted", "version"])
