"""Who reads a logbook, and up to which day: the present for the team and those who take part, the last day for those
who left."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from core.dates import today
from logbook.models import Answer, Assessment
from projects.access import is_team_of
from projects.models import Participant, Project, Structure


@dataclass(frozen=True)
class Standing:
    """A structure for which the person takes or took part. `until` is the last day that is read; None: the present."""

    structure: Structure
    until: date | None

    @property
    def writes(self) -> bool:
        return self.until is None


@dataclass(frozen=True)
class Reader:
    user: Any
    project: Project
    team: bool
    standings: tuple[Standing, ...]
    names_own: bool = True

    @property
    def current(self) -> bool:
        return any(standing.until is None for standing in self.standings)

    @property
    def together_until(self) -> date | None:
        """The last day of the collective answers that this person reads."""
        if self.team or self.current:
            return None
        return max((standing.until for standing in self.standings if standing.until), default=None)

    def standing(self, structure: Structure | None) -> Standing | None:
        """The person's own standing for this structure; else the first, those of today coming first."""
        own = [standing for standing in self.standings if standing.structure == structure]
        return next(iter((*own, *self.standings)), None)

    def owns(self, structure: Structure | None) -> bool:
        return any(standing.structure == structure for standing in self.standings)

    def last_day(self, row: Answer | Assessment) -> date | None:
        """The last day that the own ties let read of this row; None: the present, or no own tie."""
        if self.team:
            return None
        if row.structure_id is None:
            return self.together_until
        return next((one.until for one in self.standings if one.structure.pk == row.structure_id), None)

    def bound(self, row: Answer | Assessment) -> date | None:
        """The last day of this row that is read. None: as it stands now, for one's own as for what is shared."""
        return None if self.current and row.shared_at is not None else self.last_day(row)


def read_as(user: Any, project: Project) -> Reader:
    """The person as a reader of this project's logbook."""
    ends: dict[Structure, date | None] = {}
    parts = Participant.objects.filter(
        user=user, membership__project=project, starts_on__lte=today(), membership__joined_on__lte=today()
    )
    for part in parts.select_related("membership__structure").order_by("pk"):
        structure, last = part.membership.structure, part.last_day
        last = None if last is None or last >= today() else last
        before = ends.get(structure, date.min)
        ends[structure] = None if last is None or before is None else max(last, before)
    standings = [Standing(structure, last) for structure, last in ends.items()]
    standings.sort(key=lambda one: (one.until is not None, one.structure.name, one.structure.pk))
    return Reader(user, project, is_team_of(user, project.cohort), tuple(standings))
