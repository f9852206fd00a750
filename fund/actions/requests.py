"""A request while it is the project's: written, put to the member structures, sent to the team, withdrawn."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import trail
from core.dates import format_day, now, today
from core.enums import Verb
from core.errors import EditedElsewhere, Refused
from core.money import format_money
from core.rules import keep
from fund.enums import Agreement, PaperKind, RequestState
from fund.models import Fund, FundRequest, Party
from fund.queries import bearers_of, deciders_of
from projects.access import current_structures
from projects.models import Membership, Project

from .mails import tell

HUNDRED = Decimal(100)
# What member structures agree to: when one of these changes, they are asked again.
AGREED = (
    *("axis", "title", "question", "situation", "deliverables", "expert", "payee_name", "payee_siret", "payee_email"),
    *("is_independent", "interest", "days", "amount_net", "amount_vat", "amount_gross", "requested", "other_funding"),
    *("starts_on", "ends_on"),
)
FACTS = (*AGREED, "offers", "choice_reason")


@transaction.atomic
def save_draft(
    *, actor: Any, project: Project, typed: Mapping[str, list[str]], request: FundRequest | None = None, seen: int = 0
) -> FundRequest:
    """Keeps what was typed as it stands, right or wrong. Refuses when somebody else saved since the form was shown."""
    title = next(iter(typed.get("title", [])), "")[:160]
    if request is None:
        row = FundRequest.objects.create(project=project, typed=dict(typed), title=title, created_by=actor)
        trail.record(actor, Verb.CREATED, row)
        return row
    row = locked(request)
    refuse_unless_written(row)
    if seen != row.version and row.typed != dict(typed):
        raise EditedElsewhere(
            _("Somebody saved this draft meanwhile. Open it in another tab to compare; saving again keeps yours."),
            theirs=row.typed,
            yours=dict(typed),
            version=row.version,
        )
    row.typed, row.title, row.version = dict(typed), title, row.version + 1
    row.save(update_fields=["typed", "title", "version"])
    return row


@transaction.atomic
def propose(
    *, actor: Any, request: FundRequest, typed: Mapping[str, list[str]], facts: Mapping[str, Any],
    shares: Mapping[int, Decimal],
) -> FundRequest:  # fmt: skip
    """Puts the request to the member structures. Whoever proposes agrees for their own structures; the others are asked
    by mail, again when what they agreed to has changed.

    Refuses amounts that do not agree, shares that do not total 100, a structure that has left, and days outside the
    programme.
    """
    row = locked(request)
    refuse_unless_written(row)
    before = _agreed(row), _shares(row)
    for name in FACTS:
        setattr(row, name, facts[name])
    row.typed, row.version = dict(typed), row.version + 1
    if row.payee_name == "" and row.expert is not None:
        row.payee_name = str(row.expert)
    _check_amounts(row)
    _check_days(row)
    keep(row, [*FACTS, "payee_name", "typed", "version"])
    changed = (_agreed(row), dict(shares)) != before
    _renew_parties(row, shares, forget=changed)
    _agree_for(row, actor)
    trail.record(actor, Verb.CHANGED, row, proposed=True)
    waiting = row.parties.filter(answer=Agreement.NONE).values_list("structure", flat=True)
    sentence = gettext_lazy("Does your structure agree? Read the request and say so.")
    tell(bearers_of(row, waiting), row, gettext_lazy("To agree on: %(title)s"), sentence)
    return row


@transaction.atomic
def answer_request(*, actor: Any, request: FundRequest, agrees: bool, reason: str = "") -> FundRequest:
    """A member structure agrees or objects, each by its own click. An objection says why."""
    row = locked(request)
    refuse_unless_written(row)
    if not agrees and not reason.strip():
        raise Refused(_("Say what your structure objects to."), field="reason")
    own = row.parties.filter(structure__in=current_structures(actor, row.project))
    answer = Agreement.AGREES if agrees else Agreement.OBJECTS
    if not own.update(
        answer=answer, reason="" if agrees else reason.strip()[:500], answered_by=actor, answered_at=now()
    ):
        raise Refused(_("The request has not been put to your structure yet."))
    trail.record(actor, Verb.ANSWERED, row, answer=answer.value)
    return row


@transaction.atomic
def send_request(*, actor: Any, request: FundRequest) -> FundRequest:
    """Sends the request to the team. Refuses while a member structure has not agreed or a quote is missing, and more
    than is available: the euros themselves are taken when it is granted."""
    row = locked(request)
    refuse_unless_written(row)
    _refuse_unless_agreed(row)
    if not row.papers.filter(kind=PaperKind.QUOTE).exists():
        raise Refused(_("Attach a quote first: it comes before the approval."))
    fund = Fund.objects.filter(project=row.project).first()
    available = fund.available if fund else Decimal(0)
    if (row.requested or 0) > available:
        amounts = {"balance": format_money(available), "asked": format_money(row.requested or Decimal(0))}
        raise Refused(_("The fund is short: %(balance)s available, %(asked)s asked for.") % amounts)
    row.state, row.requested_by, row.asked_at, row.version = RequestState.ASKED, actor, now(), row.version + 1
    row.save(update_fields=["state", "requested_by", "asked_at", "version"])
    trail.record(actor, Verb.REQUESTED, row, amount=str(row.requested))
    sentence = gettext_lazy("Every member structure agrees and a quote is attached: it waits for your decision.")
    tell(deciders_of(row), row, gettext_lazy("To decide on: %(title)s"), sentence)
    return row


@transaction.atomic
def cancel_request(*, actor: Any, request: FundRequest) -> FundRequest:
    """The project withdraws what the team has not granted yet. No euro was reserved."""
    row = locked(request)
    if row.state not in {RequestState.DRAFT, RequestState.TO_COMPLETE, RequestState.ASKED}:
        raise Refused(_("This request is %(state)s: it is not withdrawn any more.") % _state(row))
    row.state, row.version = RequestState.CANCELLED, row.version + 1
    row.save(update_fields=["state", "version"])
    trail.record(actor, Verb.CANCELLED, row)
    return row


def locked(request: FundRequest) -> FundRequest:
    """The request's row, held until the end of the transaction."""
    rows = FundRequest.objects.select_for_update(of=("self",)).select_related("project__cohort")
    return rows.get(pk=request.pk)


def refuse_unless_written(row: FundRequest) -> None:
    if not row.may_be_written:
        raise Refused(_("This request is %(state)s: its text stays as it is.") % _state(row))


def _state(row: FundRequest) -> dict[str, Any]:
    return {"state": row.get_state_display()}


def _check_amounts(row: FundRequest) -> None:
    net, vat, gross = row.amount_net or Decimal(0), row.amount_vat or Decimal(0), row.amount_gross or Decimal(0)
    if net + vat != gross:
        words = {"net": format_money(net), "vat": format_money(vat), "sum": format_money(net + vat)}
        sentence = _("%(net)s before tax and %(vat)s of VAT make %(sum)s: correct one of the three.")
        raise Refused(sentence % words, field="amount_gross")
    asked = row.requested or Decimal(0)
    if asked <= 0:
        raise Refused(_("The amount must be above zero."), field="requested")
    if asked + row.other_funding != gross:
        words = {"parts": format_money(asked + row.other_funding), "gross": format_money(gross)}
        sentence = _("The fund and the group pay %(parts)s together, the mission costs %(gross)s.")
        raise Refused(sentence % words, field="requested")


def _check_days(row: FundRequest) -> None:
    cohort = row.project.cohort
    if row.starts_on and row.starts_on < cohort.starts_on:
        sentence = _("The programme starts on %(day)s.") % {"day": format_day(cohort.starts_on, "short")}
        raise Refused(sentence, field="starts_on")
    if row.ends_on and row.ends_on > cohort.ends_on:
        sentence = _("The programme ends on %(day)s: a mission that the fund pays ends by then.")
        raise Refused(sentence % {"day": format_day(cohort.ends_on, "short")}, field="ends_on")


def _members(row: FundRequest, day: dt.date) -> set[int]:
    """The member structures of today; of the programme's last day once it is over."""
    day = min(day, row.project.cohort.ends_on)
    return set(Membership.objects.filter(project=row.project).active_on(day).values_list("structure", flat=True))


def _agreed(row: FundRequest) -> list[Any]:
    """What member structures agree to, to be compared."""
    return [getattr(row, name) for name in AGREED]


def _shares(row: FundRequest) -> dict[int, Decimal]:
    return {
        structure: share for structure, share in row.parties.order_by("pk").values_list("structure", "percent") if share
    }


def _renew_parties(row: FundRequest, shares: Mapping[int, Decimal], *, forget: bool) -> None:
    members = _members(row, today())
    if set(shares) - members:
        raise Refused(_("One of these structures has left the project: share the advantage again."))
    if sum(shares.values(), Decimal(0)) != HUNDRED:
        raise Refused(_("The shares of the structures total 100 per cent."))
    row.parties.exclude(structure__in=members).delete()
    known = {party.structure_id: party for party in row.parties.order_by("pk")}
    for structure in sorted(members):
        party = known.get(structure) or Party(request=row, structure_id=structure)
        party.percent = shares.get(structure, Decimal(0))
        if forget:
            party.answer, party.reason, party.answered_by, party.answered_at = Agreement.NONE, "", None, None
        keep(party)


def _agree_for(row: FundRequest, actor: Any) -> None:
    own = row.parties.filter(structure__in=current_structures(actor, row.project))
    own.update(answer=Agreement.AGREES, reason="", answered_by=actor, answered_at=now())


def _refuse_unless_agreed(row: FundRequest) -> None:
    members, parties = _members(row, today()), list(row.parties.select_related("structure"))
    if not parties or {party.structure_id for party in parties} != members:
        raise Refused(_("The member structures have changed: put the request to them again."))
    missing = [party.structure.name for party in parties if party.answer != Agreement.AGREES]
    if missing:
        raise Refused(_("These structures have not agreed yet: %(names)s.") % {"names": ", ".join(missing)})
