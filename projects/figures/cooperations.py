"""How many structures and people take part. *Ever* counts whoever took part at any time, *active* those of one day;
both count a structure (or a person) once, however many memberships it has."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from django.db.models import Count, Q, QuerySet

from cohorts.models import Cohort
from projects.models import Project


@dataclass(frozen=True)
class Counts:
    """Distinct structures and distinct people, ever and on one day."""

    structures_ever: int = 0
    structures_active: int = 0
    participants_ever: int = 0
    participants_active: int = 0


def structures_ever(cohort: Cohort) -> int:
    """Distinct structures that have or had a membership in a project of the edition, whatever its days."""
    return counts_by_cohort([cohort], cohort.starts_on)[cohort.pk].structures_ever


def structures_active(cohort: Cohort, day: dt.date) -> int:
    """Distinct structures whose membership in a project of the edition holds on that day, first and last included."""
    return counts_by_cohort([cohort], day)[cohort.pk].structures_active


def participants_ever(cohort: Cohort) -> int:
    """Distinct people who carry or carried a project of the edition, whatever the days."""
    return counts_by_cohort([cohort], cohort.starts_on)[cohort.pk].participants_ever


def participants_active(cohort: Cohort, day: dt.date) -> int:
    """Distinct people whose part holds on that day, in a structure whose membership does."""
    return counts_by_cohort([cohort], day)[cohort.pk].participants_active


def project_structures_ever(project: Project) -> int:
    """Distinct structures that have or had a membership in the project, whatever its days."""
    return counts_by_project([project], project.cohort.starts_on)[project.pk].structures_ever


def project_structures_active(project: Project, day: dt.date) -> int:
    """Distinct structures whose membership in the project holds on that day, first and last included."""
    return counts_by_project([project], day)[project.pk].structures_active


def project_participants_ever(project: Project) -> int:
    """Distinct people who carry or carried the project, whatever the days."""
    return counts_by_project([project], project.cohort.starts_on)[project.pk].participants_ever


def project_participants_active(project: Project, day: dt.date) -> int:
    """Distinct people whose part in the project holds on that day, in a structure whose membership does."""
    return counts_by_project([project], day)[project.pk].participants_active


def counts_by_cohort(cohorts: Iterable[Cohort], day: dt.date) -> dict[int, Counts]:
    """The four figures of each edition by its key, in one query: for lists."""
    keys = [cohort.pk for cohort in cohorts]
    return _counts(Cohort.objects.filter(pk__in=keys), keys, "projects__memberships", day)


def counts_by_project(projects: Iterable[Project], day: dt.date) -> dict[int, Counts]:
    """The four figures of each project by its key, in one query: for lists."""
    keys = [project.pk for project in projects]
    return _counts(Project.objects.filter(pk__in=keys), keys, "memberships", day)


def _counts(rows: QuerySet[Any], keys: list[int], memberships: str, day: dt.date) -> dict[int, Counts]:
    member = Q(**{f"{memberships}__joined_on__lte": day}) & _until(f"{memberships}__left_on", day)
    people = f"{memberships}__participants"
    person = member & Q(**{f"{people}__starts_on__lte": day}) & _until(f"{people}__ends_on", day)
    counted = rows.order_by().annotate(
        structures_ever=Count(f"{memberships}__structure", distinct=True),
        structures_active=Count(f"{memberships}__structure", distinct=True, filter=member),
        participants_ever=Count(f"{people}__user", distinct=True),
        participants_active=Count(f"{people}__user", distinct=True, filter=person),
    )
    names = [field.name for field in fields(Counts)]
    return {key: Counts() for key in keys} | {
        row.pk: Counts(*(getattr(row, name) for name in names)) for row in counted
    }


def _until(field: str, day: dt.date) -> Q:
    return Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gte": day})
