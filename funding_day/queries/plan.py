"""The plan as its page shows it: a grid of funders and rounds, what is not met and why, and what two versions differ in."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from core.dates import format_clock
from funding_day.enums import Level
from funding_day.models import Bearer, Cell, Funder, FundingDay, Plan, PlanRun
from funding_day.morning import Morning, alphabetical, cells_of, meeting_of, plan_rounds
from funding_day.planner import Meeting, ReasonKind, reasons
from funding_day.planner import Plan as Planned
from funding_day.rounds import Round

WHY = {
    ReasonKind.SAID_NO: _("said no"),
    ReasonKind.NO_COMMON_ROUND: _("no common slot"),
    ReasonKind.FUNDER_FULL: _("funder full"),
    ReasonKind.BEARER_FULL: _("project full"),
    ReasonKind.NO_TABLE: _("no table free"),
    ReasonKind.OUTWEIGHED: _("in place of meetings worth more together"),
}


@dataclass(frozen=True)
class Place:
    """A square of the grid: a meeting, or none; `away` when the funder is not there."""

    round: Round
    cell: Cell | None
    away: bool
    wish: str = ""


@dataclass(frozen=True)
class Line:
    """A funder's morning."""

    funder: Funder
    places: tuple[Place, ...]
    meetings: int


@dataclass(frozen=True)
class Unmet:
    """A must that the plan does not hold, and why."""

    funder: Funder
    bearer: Bearer
    sides: str
    why: str


@dataclass(frozen=True)
class Grid:
    """A plan, round by round, and whether the input has changed since it was made."""

    plan: Plan
    rounds: tuple[Round, ...]
    lines: tuple[Line, ...]
    unmet: tuple[Unmet, ...]
    cells: tuple[Cell, ...]
    is_stale: bool

    @property
    def locked(self) -> int:
        return sum(cell.locked for cell in self.cells)


def grid(plan: Plan, morning: Morning) -> Grid:
    """Reads one version beside the morning as it stands now."""
    rounds, cells = plan_rounds(plan), cells_of(plan)
    at = {(cell.funder_id, cell.round): cell for cell in cells}
    here = {guest.key: guest.rounds for guest in morning.problem.funders}
    gone = sorted({cell.funder for cell in cells} - set(morning.funders), key=lambda row: row.pk)
    lines = []
    for funder in sorted((*morning.funders, *gone), key=alphabetical):
        places = tuple(
            Place(
                one,
                cell := at.get((funder.pk, one.number)),
                one.number not in here.get(funder.key, frozenset()),
                _wish(morning, cell),
            )
            for one in rounds
        )
        lines.append(Line(funder, places, sum(place.cell is not None for place in places)))
    unmet = tuple(
        Unmet(
            morning.funder[row["funder"]], morning.bearer[row["bearer"]], row["sides"], str(WHY[ReasonKind(row["why"])])
        )
        for row in plan.unmet
        if row["funder"] in morning.funder and row["bearer"] in morning.bearer
    )
    return Grid(plan, rounds, tuple(lines), unmet, tuple(cells), plan.digest != morning.digest)


def _wish(morning: Morning, cell: Cell | None) -> str:
    """The strongest wish behind a meeting."""
    if cell is None:
        return ""
    said = {wish.level for wish in morning.wishes.get((cell.funder.key, cell.bearer.key), {}).values()}
    return next((level.value for level in (Level.MUST, Level.LIKE) if level in said), "")


def unmet_of(morning: Morning, meetings: Iterable[Meeting]) -> list[dict[str, str]]:
    """Every must that the meetings do not hold, with the planner's reason, as a plan keeps it."""
    musts = morning.pairs(Level.MUST)
    plan = Planned(tuple(sorted(meetings)), 0, 0, proven=False)
    return [
        {
            "funder": reason.pair[0],
            "bearer": reason.pair[1],
            "sides": " ".join(
                sorted(side for side, wish in morning.wishes[reason.pair].items() if wish.level == Level.MUST)
            ),
            "why": reason.kind.value,
        }
        for reason in reasons(morning.problem, plan, musts)
    ]


@dataclass(frozen=True)
class Difference:
    """What one version holds and the other does not, as sentences."""

    added: tuple[str, ...]
    removed: tuple[str, ...]


def said_cell(cell: Cell, rounds: tuple[Round, ...]) -> str:
    hour = format_clock(rounds[cell.round].starts_at) if cell.round < len(rounds) else "?"
    return f"{hour} · {cell.funder} – {cell.bearer}"


def difference(before: Plan, after: Plan) -> Difference:
    """What changed from one version to another, locks left out."""
    old, new = ({meeting_of(cell): cell for cell in cells_of(plan)} for plan in (before, after))
    return Difference(
        tuple(said_cell(new[one], plan_rounds(after)) for one in sorted(new.keys() - old.keys())),
        tuple(said_cell(old[one], plan_rounds(before)) for one in sorted(old.keys() - new.keys())),
    )


def run_under_way(day: FundingDay) -> PlanRun | None:
    """The computation that is waiting or running, or the last one when it failed and nothing was made since."""
    run = PlanRun.objects.filter(day=day).select_related("job", "asked_by").order_by("-asked_at", "-pk").first()
    if run is None or run.plan_id is not None:
        return None
    newer = Plan.objects.filter(day=day, made_at__gt=run.asked_at).exists()
    return None if run.job.finished and newer else run


def versions(day: FundingDay) -> list[Plan]:
    return list(Plan.objects.filter(day=day).select_related("made_by").order_by("-number")[:30])
