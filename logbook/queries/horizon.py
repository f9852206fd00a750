"""The line of versions of the shared vision, who agreed to each, and two of them side by side."""

from dataclasses import dataclass
from typing import Any

from core.dates import day_bounds
from logbook import figures
from logbook.models import HorizonAgreement, HorizonVersion
from projects.models import Project, Structure

from .pages import Place, active_structures, place_of


@dataclass(frozen=True)
class HorizonLine:
    """A version with the last word of each structure about it."""

    version: HorizonVersion
    words: tuple[HorizonAgreement, ...]

    @property
    def agreed(self) -> list[Structure]:
        return [word.structure for word in self.words if word.agreed]

    @property
    def reserved(self) -> list[HorizonAgreement]:
        return [word for word in self.words if not word.agreed]


@dataclass(frozen=True)
class HorizonPage:
    """`lines` from the first version to the last; `before` and `after` are the two that are compared."""

    place: Place
    lines: tuple[HorizonLine, ...]
    waiting: tuple[Structure, ...]
    before: HorizonLine | None
    after: HorizonLine | None
    pieces: tuple[figures.Piece, ...]
    origins: tuple[tuple[figures.Origin, HorizonVersion], ...] = ()

    @property
    def latest(self) -> HorizonLine | None:
        return self.lines[-1] if self.lines else None

    @property
    def backwards(self) -> list[HorizonLine]:
        return list(reversed(self.lines))

    @property
    def own_structure(self) -> Structure | None:
        return self.place.standing.structure if self.place.standing else None

    @property
    def own_word(self) -> HorizonAgreement | None:
        standing, latest = self.place.standing, self.latest
        if standing is None or latest is None:
            return None
        return next((word for word in latest.words if word.structure == standing.structure), None)


def horizon_page(
    user: Any, project: Project, structure: Structure | None, first: str = "", last: str = ""
) -> HorizonPage:
    """Every version that this person may read; the first and the last are compared where the address names no other."""
    place = place_of(user, project, structure)
    rows = HorizonVersion.objects.visible_to(user).filter(project=project).select_related("author", "structure")
    until = place.standing.until if place.standing and not place.reader.team else None
    lines = []
    for row in rows.prefetch_related("agreements__structure").order_by("number"):
        words = [one for one in row.agreements.all() if until is None or one.given_at < day_bounds(until)[1]]
        of_structure = {one.structure_id: one for one in words}
        lines.append(HorizonLine(row, tuple(sorted(of_structure.values(), key=lambda one: one.structure.name))))
    said = {word.structure_id for word in lines[-1].words} if lines else set()
    waiting = tuple(one for one in active_structures(project) if one.pk not in said)
    before = _named(lines, first) or (lines[0] if len(lines) > 1 else None)
    after = _named(lines, last) or (lines[-1] if len(lines) > 1 else None)
    pieces = tuple(figures.changes(before.version.text, after.version.text)) if before and after else ()
    came = figures.origins([line.version.text for line in lines]) if len(lines) > 1 else []
    origins = tuple((one, lines[one.version].version) for one in came)
    return HorizonPage(place, tuple(lines), waiting, before, after, pieces, origins)


def _named(lines: list[HorizonLine], number: str) -> HorizonLine | None:
    return next((line for line in lines if str(line.version.number) == number), None)
