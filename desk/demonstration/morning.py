"""The funders' morning of 2021: sixteen invented funders, seventeen bearers of whom three are our projects."""

import datetime as dt
from typing import Any

from cohorts.models import Cohort
from core.dates import combine
from funding_day.models import Bearer, Funder, FundingDay


def prepare(inventions: dict[str, Any], cohort: Cohort) -> None:
    told = inventions["morning"]
    day = FundingDay.objects.create(
        slug=told["slug"],
        cohort=cohort,
        starts_at=combine(told["day"], dt.time.fromisoformat(told["starts"])),
        ends_at=combine(told["day"], dt.time.fromisoformat(told["ends"])),
        place=told["place"],
        is_example=True,
    )
    Funder.objects.bulk_create(Funder(day=day, is_example=True, **row) for row in inventions["funders"])
    projects = list(cohort.projects.order_by("pk"))
    Bearer.objects.bulk_create(
        Bearer(day=day, name=project.name, project=project, is_example=True) for project in projects
    )
    Bearer.objects.bulk_create(
        Bearer(day=day, name=f"Projet extérieur {number} (exemple)", is_example=True)
        for number in range(1, inventions["outside_bearers"] + 1)
    )
