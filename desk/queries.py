"""What the roof's pages list, asked of the apps below in a constant number of queries."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.utils.translation import ngettext

from accounts.models import User
from cohorts.models import Cohort
from core.dates import today
from projects.models import Participant, Pause, PauseQuerySet, Project


@dataclass(frozen=True)
class Rest:
    """The pause in force of the project that a page is about, read along with the place: no query of its own."""

    project: Project
    starts_on: date
    ends_on: date | None
    reason: str


@dataclass(frozen=True)
class Place:
    """Where a page belongs: its cohort and project, and whether the person takes part in the project today."""

    cohort: Cohort | None
    project: Project | None
    current: bool
    title: str
    subtitle: str
    url: str
    rest: Rest | None = None


NOWHERE = Place(None, None, current=False, title="", subtitle="", url="")


def place_of(user: User, seen: tuple[Any, ...]) -> Place:
    """From what the page shows; otherwise the person's own: a team's latest cohort with projects, a bearer's project."""
    project = next((found for found in map(project_of, seen) if found is not None), None)
    cohort = next((found for found in map(cohort_of, seen) if found is not None), None)
    if user.is_team:
        cohort = cohort or home_cohort(user)
        return team_place(cohort, project) if cohort else NOWHERE
    part = home_part(user, project)
    if part is None:
        return NOWHERE
    mine = part.membership.project
    current = part.last_day is None or part.last_day >= today()
    return Place(
        cohort=mine.cohort,
        project=mine,
        current=current,
        rest=rest_in(part, mine) if current and project == mine else None,
        title=mine.name,
        subtitle=mine.cohort.name,
        url=mine.get_absolute_url(),
    )


def project_of(thing: Any) -> Project | None:
    found = thing if isinstance(thing, Project) else getattr(thing, "project", None)
    return found if isinstance(found, Project) else None


def cohort_of(thing: Any) -> Cohort | None:
    project = project_of(thing)
    found = thing if isinstance(thing, Cohort) else getattr(project or thing, "cohort", None)
    return found if isinstance(found, Cohort) else None


def home_cohort(user: User) -> Cohort | None:
    """The latest cohort with projects among those the person sees, else the latest."""
    cohorts = Cohort.objects.visible_to(user).annotate(filled=Count("projects", distinct=True))
    ordered = sorted(cohorts, key=lambda cohort: (cohort.filled > 0, cohort.starts_on, cohort.pk), reverse=True)
    return ordered[0] if ordered else None


def home_part(user: User, project: Project | None) -> Participant | None:
    """The person's part in this project, else in the project they entered last; one that goes on comes first."""
    pause = Pause.objects.filter(project=OuterRef("membership__project")).resting_on(today())
    parts = Participant.objects.filter(user=user).select_related("membership__project__cohort")
    parts = parts.annotate(**rest_columns(pause))
    if project is not None:
        parts = parts.filter(membership__project=project)
    day = today()
    ordered = sorted(
        parts, key=lambda part: (part.last_day is None or part.last_day >= day, part.starts_on, part.pk), reverse=True
    )
    return ordered[0] if ordered else None


def rest_columns(pauses: PauseQuerySet) -> dict[str, Subquery]:
    """The pause in force as columns of another query."""
    one = pauses.order_by("-pk")
    return {f"rest_{name}": Subquery(one.values(name)[:1]) for name in ("starts_on", "ends_on", "reason")}


def rest_in(row: Any, project: Project) -> Rest | None:
    if row.rest_starts_on is None:
        return None
    return Rest(project, row.rest_starts_on, row.rest_ends_on, row.rest_reason)


def team_place(cohort: Cohort, project: Project | None = None) -> Place:
    counted = (
        Cohort.objects.filter(pk=cohort.pk)
        .annotate(
            n_projects=Count("projects", distinct=True),
            n_structures=Count("projects__memberships__structure", distinct=True),
            **rest_columns(Pause.objects.filter(project=project.pk if project else 0).resting_on(today())),
        )
        .get()
    )
    projects = ngettext("%(n)d project", "%(n)d projects", counted.n_projects) % {"n": counted.n_projects}
    structures = ngettext("%(n)d structure ever", "%(n)d structures ever", counted.n_structures) % {
        "n": counted.n_structures
    }
    return Place(
        cohort=cohort,
        project=None,
        current=True,
        title=cohort.name,
        subtitle=f"{projects} · {structures}",
        url=cohort.get_absolute_url(),
        rest=rest_in(counted, project) if project else None,
    )
