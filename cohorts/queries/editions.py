"""What the pages of editions list."""

from typing import Any

from django.db.models import QuerySet

from cohorts.access import facilitated_cohorts
from cohorts.models import Axis, Cohort, ScaleLevel


def cohorts(user: Any) -> QuerySet[Cohort]:
    """The editions that the person sees, newest first, with territories and facilitators."""
    rows = Cohort.objects.visible_to(user).select_related("content")
    return rows.prefetch_related("territories", "facilitators").order_by("-starts_on", "name")


def team_cohorts(user: Any) -> QuerySet[Cohort]:
    """The editions that the person is of the team of."""
    return Cohort.objects.all() if user.is_administrator else Cohort.objects.filter(pk__in=facilitated_cohorts(user))


def axes(cohort: Cohort) -> QuerySet[Axis]:
    """The content that the edition froze, whole: a constant number of queries."""
    return cohort.content.axes.order_by("position").prefetch_related(
        "workstreams", "questions", "guiding_objectives", "criteria__levels"
    )


def scale(cohort: Cohort) -> QuerySet[ScaleLevel]:
    """The names of the four levels."""
    return cohort.content.scale.order_by("level")
