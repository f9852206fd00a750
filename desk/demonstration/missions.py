"""Example missions in every state, beside the two example entries of each fund: what was committed and paid there is the
money of these missions, and a few more entries show one that waits and one that was given up."""

import datetime as dt
from decimal import Decimal
from typing import Any

from accounts.models import User
from cohorts.models import Cohort
from core.dates import combine
from core.money import split
from fund import actions
from fund.enums import Agreement, DecisionKind, RequestState
from fund.models import Decision, FundRequest, Movement, Party, Transaction
from projects.models import Project

NOON = dt.time(12)
SIRET = "12345678200002"  # its check digits hold; its SIREN is the one that examples use
GRANTED = {
    *(RequestState.APPROVED, RequestState.DELIVERED, RequestState.INVOICED, RequestState.PAID, RequestState.RELEASED),
}
DECIDED = {
    RequestState.TO_COMPLETE: DecisionKind.COMPLETE,
    RequestState.REFUSED: DecisionKind.REFUSE,
    **dict.fromkeys(GRANTED, DecisionKind.GRANT),
}


def order(inventions: dict[str, Any], cohort: Cohort, cast: dict[str, User]) -> None:
    projects = {project.slug: project for project in cohort.projects.order_by("pk")}
    for told in inventions["missions"]:
        row = write(told, projects[told["project"]], cohort)
        agree(row, told)
        decide(row, told, cast["facilitator"])
        move(row, told, cast["facilitator"])


def write(told: dict[str, Any], project: Project, cohort: Cohort) -> FundRequest:
    """What was asked for."""
    state, amount = RequestState(told["state"]), Decimal(told["amount"])
    author = project.memberships.order_by("pk")[0].participants.order_by("pk")[0].user
    sent = state != RequestState.DRAFT
    return FundRequest.objects.create(
        project=project,
        state=state,
        axis=cohort.content.axes.get(slug=told["axis"]),
        title=told["title"],
        question=told["question"],
        situation="Exemple : le collectif a deux options et n’a pas encore tranché.",
        deliverables="Exemple : une note de dix pages, et une restitution à toutes les structures.",
        payee_name=told["expert"],
        payee_siret=SIRET,
        is_independent=True,
        offers=2,
        choice_reason="Exemple : l’offre la mieux adaptée au calendrier du collectif.",
        days=Decimal(told["days"]),
        amount_net=amount,
        amount_vat=Decimal(0),
        amount_gross=amount,
        requested=amount,
        granted=amount if state in GRANTED else None,
        invoiced=amount if state in {RequestState.INVOICED, RequestState.PAID} else None,
        starts_on=told["asked_on"] + dt.timedelta(days=10),
        ends_on=told["asked_on"] + dt.timedelta(days=30),
        created_by=author,
        requested_by=author if sent else None,
        asked_at=combine(told["asked_on"], NOON) if sent else None,
        created_at=combine(told["asked_on"], NOON),
        is_example=True,
    )


def agree(row: FundRequest, told: dict[str, Any]) -> None:
    """The member structures of that day, each with an equal share; on a draft the first one alone has answered."""
    members = list(row.project.memberships.active_on(told["asked_on"]).order_by("pk"))
    shares = split(Decimal(100), [1] * len(members))
    for place, (member, percent) in enumerate(zip(members, shares, strict=True)):
        waits = row.state == RequestState.DRAFT and place > 0
        answer = Agreement.NONE if waits else Agreement.AGREES
        Party.objects.create(request=row, structure_id=member.structure_id, percent=percent, answer=answer)


def decide(row: FundRequest, told: dict[str, Any], facilitator: User) -> None:
    kind = DECIDED.get(RequestState(row.state))
    if kind is not None:
        day = told["asked_on"] + dt.timedelta(days=7)
        Decision.objects.create(
            request=row,
            terms=row.terms,
            kind=kind,
            amount=row.granted,
            reason=told.get("reason", ""),
            decided_on=day,
            decided_by=facilitator,
            at=combine(day, NOON),
        )


def move(row: FundRequest, told: dict[str, Any], facilitator: User) -> None:
    """Ties the mission to the entries that are its money, and writes those that are not there yet."""
    for kind in told.get("entries", ()):
        found = Transaction.objects.filter(fund__project=row.project, kind=kind).earliest("number")
        Movement.objects.create(request=row, transaction=found)
    for kind in told.get("writes", ()):
        action = {"commitment": actions.commit, "release": actions.release}[kind]
        done = action(
            actor=facilitator,
            project=row.project,
            amount=row.granted or Decimal(0),
            happened_on=told["asked_on"] + dt.timedelta(days=7),
            label=row.title,
            key=f"demonstration {kind} {row.pk}",
            is_example=True,
        )
        Movement.objects.create(request=row, transaction=done)
