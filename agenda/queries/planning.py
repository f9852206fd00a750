"""What the forms of planning offer."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Q, QuerySet

from agenda.enums import SessionState
from agenda.figures import Nudge, nudges
from agenda.models import Venue
from cohorts.models import Cohort
from core.dates import today
from projects.models import Membership, Project


def cohorts_to_plan(user: Any) -> list[Cohort]:
    """The cohorts for which a person of the team plans, the latest first; none for others."""
    if not user.is_team:
        return []
    return list(Cohort.objects.visible_to(user).order_by("-starts_on", "name", "pk"))


def cohort_to_plan(cohorts: Sequence[Cohort]) -> Cohort | None:
    """The one a person most likely plans for: the one under way, else the latest."""
    day = today()
    under_way = (cohort for cohort in cohorts if cohort.starts_on <= day <= cohort.ends_on)
    return next(under_way, cohorts[0] if cohorts else None)


def project_named(cohort: Cohort, slug: str) -> Project | None:
    return next((project for project in cohort.projects.order_by("pk") if project.slug == slug), None) if slug else None


def membership_named(cohort: Cohort, project: str, structure: str) -> Membership | None:
    """The part of today's structure in a project of the cohort, by their words in an address; none is fine."""
    rows = Membership.objects.filter(project__cohort=cohort, left_on__isnull=True)
    return rows.filter(project__slug=project, structure__slug=structure).first() if structure else None


def usual_kind(cohort: Cohort, form: str) -> str:
    """The first usual hours of a kind of session, by their slug; none is fine."""
    slugs = cohort.session_kinds.filter(form=form).order_by("position", "pk").values_list("slug", flat=True)
    return slugs.first() or ""


def nudged(cohort: Cohort) -> list[tuple[Project, Nudge]]:
    """The projects of a cohort whose production is in the calendar before their structures know each other."""
    projects = list(Project.objects.filter(cohort=cohort).select_related("cohort").order_by("name", "pk"))
    missing = nudges(projects, today())
    return [(project, missing[project.pk]) for project in projects if project.pk in missing]


def venues(user: Any) -> QuerySet[Venue]:
    """The places, with how many sessions that are not cancelled each has held or will hold."""
    kept = Count("sessions", filter=~Q(sessions__state=SessionState.CANCELLED))
    return Venue.objects.visible_to(user).annotate(sessions_held_or_planned=kept).order_by("name", "pk")
