"""What a person may read of the stakes of the structures of a project."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from core.dates import today
from projects.access import current_structures, is_team_of
from projects.enums import StakeKind
from projects.figures import Shift, shifts
from projects.models import Membership, Participant, Project, Stake, Stakes, Structure


@dataclass(frozen=True)
class Version:
    """One version as the reader may read it: the lines that are theirs to read by kind, and how many are not."""

    stakes: Stakes
    lines: dict[str, Stake]
    would_leave: str
    offers: str
    hidden: int

    @property
    def points(self) -> dict[str, int]:
        return {kind: line.points for kind, line in self.lines.items()}

    @property
    def rows(self) -> list[Stake]:
        """The lines that have points or words, the heaviest first."""
        told = [line for line in self.lines.values() if line.points or line.words]
        return sorted(told, key=lambda line: (-line.points, line.pk))


@dataclass(frozen=True)
class StakesPage:
    """The stakes of one structure: every version the reader may read, the latest first, and what moved between two."""

    project: Project
    structure: Structure
    own: bool
    versions: list[Version]
    before: Version | None
    after: Version | None
    moved: list[Shift]

    @property
    def latest(self) -> Version | None:
        return self.versions[0] if self.versions else None

    @property
    def compared(self) -> list[tuple[StakeKind, int | None, int | None]]:
        """Each kind with its points then and now; None where the reader does not read it."""
        if self.before is None or self.after is None:
            return []
        rows = [(kind, self.before.points.get(kind), self.after.points.get(kind)) for kind in StakeKind]
        return [row for row in rows if row[1] or row[2]]


@dataclass(frozen=True)
class StakesLine:
    """A structure in the list of a project: when it last said its stakes, as far as the reader may know."""

    structure: Structure
    latest: Version | None
    own: bool
    times: int


def reads_all(user: Any, project: Project, structure: Structure) -> bool:
    """Whether the reader reads every line: the team, and the people of the structure, past ones included."""
    if is_team_of(user, project.cohort) or structure.pk in current_structures(user, project):
        return True
    parts = Participant.objects.filter(user=user, membership__project=project, membership__structure=structure)
    return parts.exists()


def _read(stakes: Stakes, *, whole: bool) -> Version:
    lines = {line.kind: line for line in stakes.lines.all() if whole or line.shared}
    return Version(
        stakes=stakes,
        lines=lines,
        would_leave=stakes.would_leave if whole or stakes.would_leave_shared else "",
        offers=stakes.offers if whole or stakes.offers_shared else "",
        hidden=len(StakeKind) - len(lines),
    )


def stakes_page(user: Any, project: Project, structure: Structure, first: str = "", last: str = "") -> StakesPage:
    """`first` and `last` are the numbers of the versions to compare; left out, the first and the latest."""
    whole = reads_all(user, project, structure)
    rows = Stakes.objects.visible_to(user).filter(project=project, structure=structure, closed=True)
    rows = rows.select_related("author").prefetch_related("lines")
    versions = [_read(stakes, whole=whole) for stakes in rows.order_by("-number")]
    numbered = {str(version.stakes.number): version for version in versions}
    before = numbered.get(first, versions[-1] if len(versions) > 1 else None)
    after = numbered.get(last, versions[0] if len(versions) > 1 else None)
    moved = shifts(before.points, after.points) if before and after else []
    return StakesPage(project, structure, whole, versions, before, after, moved)


def stakes_lines(user: Any, project: Project) -> list[StakesLine]:
    """The structures of today, each with the latest version of its stakes that the reader may read."""
    day = today()
    members = Membership.objects.visible_to(user).filter(project=project).active_on(day).select_related("structure")
    structures = [member.structure for member in members.order_by("structure__name", "pk")]
    rows = Stakes.objects.visible_to(user).filter(project=project, closed=True).prefetch_related("lines")
    found: dict[int, list[Stakes]] = {}
    for stakes in rows.select_related("author").order_by("-number"):
        found.setdefault(stakes.structure_id, []).append(stakes)
    team, mine = is_team_of(user, project.cohort), current_structures(user, project)
    return [
        StakesLine(
            structure,
            _read(said[0], whole=team or structure.pk in mine) if (said := found.get(structure.pk, [])) else None,
            structure.pk in mine,
            len(said),
        )
        for structure in structures
    ]


def latest_stakes(project: Project, structure: Structure) -> Stakes | None:
    """The last version, whoever asks: for those who write the next."""
    rows = Stakes.objects.filter(project=project, structure=structure, closed=True).prefetch_related("lines")
    return rows.order_by("-number").first()


@dataclass(frozen=True)
class Moved:
    """The latest stakes of a structure, and what moved since the version before."""

    stakes: Stakes
    moved: list[Shift]


def moved_stakes(projects: Iterable[Project], since: dt.date) -> list[Moved]:
    """The structures whose stakes said last, on that day or after it, moved enough to be talked about: by 25 points or
    more, appeared or vanished since the version before. For the team. Two queries."""
    rows = Stakes.objects.filter(project__in=[project.pk for project in projects], closed=True)
    rows = rows.select_related("project", "structure").prefetch_related("lines")
    said: dict[tuple[int, int], list[Stakes]] = {}
    for stakes in rows.order_by("structure__name", "number", "pk"):
        said.setdefault((stakes.project_id, stakes.structure_id), []).append(stakes)
    found = []
    for versions in said.values():
        if len(versions) < 2 or versions[-1].stated_on < since:
            continue
        before, after = ({line.kind: line.points for line in one.lines.all()} for one in versions[-2:])
        if moved := shifts(before, after):
            found.append(Moved(versions[-1], moved))
    return found


def stale_stakes(
    projects: Iterable[Project], day: dt.date, after: dt.timedelta
) -> dict[int, list[tuple[Structure, dt.date | None]]]:
    """By project, the structures of that day whose stakes were never said, or not for so long, with the last day. Two
    queries, for the team."""
    keys = [project.pk for project in projects]
    members = Membership.objects.filter(project__in=keys).active_on(day).select_related("structure")
    said: dict[tuple[int, int], dt.date] = {}
    rows: Sequence[tuple[int, int, dt.date]] = list(
        Stakes.objects.filter(project__in=keys, closed=True)
        .order_by("number")
        .values_list("project", "structure", "stated_on")
    )
    for project, structure, stated_on in rows:
        said[project, structure] = stated_on
    found: dict[int, list[tuple[Structure, dt.date | None]]] = {}
    for member in members.order_by("structure__name", "pk"):
        last = said.get((member.project_id, member.structure_id))
        if last is None or day - last >= after:
            found.setdefault(member.project_id, []).append((member.structure, last))
    return found
