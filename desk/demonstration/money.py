"""To each project its allocation, then two example entries: a mission committed and a first payment."""

from decimal import Decimal
from typing import Any

from accounts.models import User
from cohorts.models import Cohort
from fund import actions


def give(inventions: dict[str, Any], cohort: Cohort, cast: dict[str, User]) -> None:
    told = inventions["fund"]
    for project in cohort.projects.order_by("pk"):
        row = told[project.slug]
        common: dict[str, Any] = {"actor": cast["facilitator"], "project": project, "is_example": True}
        actions.allocate(
            **common,
            amount=cohort.fund_amount,
            happened_on=told["allocated_on"],
            label="Dotation du projet",
            key=f"demonstration allocation {project.slug}",
        )
        actions.commit(
            **common,
            amount=Decimal(row["committed"]),
            happened_on=row["committed_on"],
            label=row["mission"],
            key=f"demonstration commitment {project.slug}",
        )
        actions.pay(
            **common,
            amount=Decimal(row["paid"]),
            happened_on=row["paid_on"],
            label=row["mission"],
            key=f"demonstration payment {project.slug}",
        )
