"""The axes that a project puts first on a day."""

from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from cohorts.models import Axis
from core.dates import today
from logbook.models import PriorityPeriod
from projects.models import Project


def priorities_of(project: Project, day: date | None = None) -> dict[str, date]:
    """The last day of each priority axis by its slug, which goes on from one version of the content to the next."""
    found = PriorityPeriod.objects.filter(project=project).on(day or today())
    return dict(found.order_by("starts_on").values_list("axes__slug", "ends_on"))


def with_first(axes: QuerySet[Axis], project: Project, day: date | None = None) -> QuerySet[Any]:
    """The axes with the last day on which the project puts them first, `first_until`, in the very query that lists them."""
    periods = PriorityPeriod.objects.filter(project=project, axes__slug=OuterRef("slug")).on(day or today())
    return axes.annotate(first_until=Subquery(periods.order_by("-starts_on").values("ends_on")[:1]))
