"""What La Halle agreed on in each round, its shared vision and its objectives: invented, and marked as an example."""

import datetime as dt
from decimal import Decimal
from typing import Any

from cohorts.actions import close_rounds_over
from cohorts.models import Axis, Cohort, Criterion
from core.dates import combine
from logbook.actions import add_objective
from logbook.models import Assessment, HorizonAgreement, HorizonVersion, Objective, ObjectiveValue, Score, ScoreVersion
from projects.models import Project

NOON = dt.time(12)


def agree(inventions: dict[str, Any], cohort: Cohort) -> None:
    """The levels agreed in session, the objectives with their values; then the rounds that are over are frozen."""
    told = inventions["together"]
    project = cohort.projects.get(slug=told["project"])
    for kind, session in told["sessions"].items():
        _session(project, cohort, kind, session)
    for number, row in enumerate(told["horizon"], start=1):
        _horizon(project, number, row)
    for row in told["objectives"]:
        _objective(project, row)
    close_rounds_over()


def _session(project: Project, cohort: Cohort, kind: str, told: dict[str, Any]) -> None:
    round_ = cohort.rounds.get(kind=kind)
    at = combine(told["held_on"], NOON)
    facilitator = cohort.facilitators.order_by("pk")[0]
    assessment = Assessment.objects.create(
        project=project,
        structure=None,
        round=round_,
        held_on=told["held_on"],
        session_title=told["title"],
        created_at=at,
    )
    members = [row for row in project.memberships.all() if row.is_active_on(told["held_on"])]
    assessment.present.set(row.structure_id for row in members)
    for slug, (level, comment) in told["levels"].items():
        criterion = Criterion.objects.get(axis__version=cohort.content, slug=slug)
        score = Score.objects.create(
            assessment=assessment, criterion=criterion, level=level, comment=comment, version=1, updated_by=facilitator
        )
        ScoreVersion.objects.create(
            score=score, number=1, level=level, comment=comment, author=facilitator, created_at=at
        )
    Score.objects.filter(assessment=assessment).update(updated_at=at)


def _horizon(project: Project, number: int, told: dict[str, Any]) -> None:
    at = combine(told["day"], NOON)
    members = list(project.memberships.select_related("structure").order_by("pk"))
    version = HorizonVersion.objects.create(
        project=project, number=number, text=told["text"], held_on=told["day"], session_title=told["title"],
        author=members[0].participants.order_by("pk")[0].user, structure=members[0].structure, created_at=at,
    )  # fmt: skip
    for member in members:
        if member.structure.slug in told["agreed"]:
            person = member.participants.order_by("pk")[0].user
            HorizonAgreement.objects.create(
                version=version, structure=member.structure, agreed=True, given_by=person, given_at=at
            )


def _objective(project: Project, told: dict[str, Any]) -> None:
    owner = project.structures.filter(slug=told["owner"]).first() if told.get("owner") else None
    people = project.memberships.order_by("pk")[0].participants.order_by("pk")
    row: Objective = add_objective(
        actor=people[0].user,
        project=project,
        is_example=True,
        axis=Axis.objects.get(version=project.cohort.content, slug=told["axis"]),
        statement=told["statement"],
        indicator=told.get("indicator", ""),
        unit=told.get("unit", ""),
        start_value=_value(told.get("start")),
        target_value=_value(told.get("target")),
        due_on=told["due_on"],
        owner=owner,
        state=told.get("state", "open"),
        state_reason=told.get("reason", ""),
    )
    for day, value in told.get("values", {}).items():
        ObjectiveValue.objects.create(
            objective=row,
            value=Decimal(str(value)),
            measured_on=day,
            author=people[0].user,
            recorded_at=combine(day, NOON),
        )


def _value(told: Any) -> Decimal | None:
    return None if told is None else Decimal(str(told))
