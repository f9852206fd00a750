"""What a person may read of the capacities that structures declared, and of the reviews of a project."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, Subquery

from core.dates import today
from projects.models import Capacity, EngagementReview, Membership, Peak, Project, Structure


@dataclass(frozen=True)
class Review:
    """The review under way in a project: the structures of today that agreed to be seen, and those awaited."""

    row: EngagementReview
    agreed: list[Structure]
    awaited: list[Structure]

    @property
    def is_shown(self) -> bool:
        return bool(self.agreed) and not self.awaited


def capacities(projects: Iterable[Project]) -> dict[tuple[int, int], list[Capacity]]:
    """Every version by project and structure, the first one first, with its peak periods; for the team and for figures.
    Two queries."""
    found: dict[tuple[int, int], list[Capacity]] = defaultdict(list)
    rows = Capacity.objects.filter(project__in=[project.pk for project in projects]).select_related("author")
    for row in rows.prefetch_related("peaks").order_by("number"):
        found[row.project_id, row.structure_id].append(row)
    return dict(found)


def latest_capacity(project: Project, structure: Structure) -> Capacity | None:
    """The last version, whoever asks: for those who write the next."""
    rows = Capacity.objects.filter(project=project, structure=structure).prefetch_related("peaks")
    return rows.order_by("-number").first()


def peaks_on(day: date, structures: Iterable[int], *, cohort: Any, project: Project | None = None) -> list[Peak]:
    """The peak periods that hold on a day for these structures, in one project or in those of a cohort, as they were
    said last. One query."""
    latest = Capacity.objects.filter(
        project=OuterRef("capacity__project"), structure=OuterRef("capacity__structure")
    ).order_by("-number")
    told = Q(capacity__project=project) if project is not None else Q(capacity__project__cohort=cohort)
    rows = Peak.objects.filter(
        told, capacity__structure__in=set(structures), starts_on__lte=day, ends_on__gte=day,
        capacity=Subquery(latest.values("pk")[:1]),
    )  # fmt: skip
    return list(rows.select_related("capacity__structure").order_by("capacity__structure__name", "pk"))


def stale_capacities(
    projects: Iterable[Project], day: date, after: Any
) -> dict[int, list[tuple[Structure, date | None]]]:
    """By project, the structures of that day whose capacity was never declared, or not for so long. Two queries."""
    keys = [project.pk for project in projects]
    said: dict[tuple[int, int], date] = {}
    rows = Capacity.objects.filter(project__in=keys).order_by("number")
    for project, structure, stated_on in rows.values_list("project", "structure", "stated_on"):
        said[project, structure] = stated_on
    found: dict[int, list[tuple[Structure, date | None]]] = {}
    members = Membership.objects.filter(project__in=keys).active_on(day).select_related("structure")
    for member in members.order_by("structure__name", "pk"):
        last = said.get((member.project_id, member.structure_id))
        if last is None or day - last >= after:
            found.setdefault(member.project_id, []).append((member.structure, last))
    return found


def review_today(project: Project) -> Review | None:
    """The review under way, the one opened last; none is fine."""
    day = today()
    row = EngagementReview.objects.filter(project=project, opens_on__lte=day, closes_on__gte=day).first()
    if row is None:
        return None
    given = set(row.consents.order_by("pk").values_list("structure", flat=True))
    members = Membership.objects.filter(project=project).active_on(day).select_related("structure")
    here = [member.structure for member in members.order_by("structure__name", "pk")]
    return Review(row, [one for one in here if one.pk in given], [one for one in here if one.pk not in given])
