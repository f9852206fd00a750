"""The axes that a project puts first on a day."""

from datetime import date

from core.dates import today
from logbook.models import PriorityPeriod
from projects.models import Project


def priorities_of(project: Project, day: date | None = None) -> dict[str, date]:
    """The last day of each priority axis by its slug, which goes on from one version of the content to the next."""
    found = PriorityPeriod.objects.filter(project=project).on(day or today())
    return dict(found.order_by("starts_on").values_list("axes__slug", "ends_on"))
