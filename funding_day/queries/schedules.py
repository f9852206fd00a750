"""Who is where when: the schedule of a guest, the rounds of the day, and the desk."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from funding_day.enums import Origin
from funding_day.models import Cell, Funder, FundingDay, Guest, Plan, Visitor
from funding_day.morning import alphabetical, cells_of, plan_rounds
from funding_day.rounds import Round

# Nobody is moved whose meeting begins within these minutes.
NEAR = timedelta(minutes=5)


@dataclass(frozen=True)
class Stop:
    """A meeting as one of the two sees it."""

    round: Round
    other: Guest
    table: int
    feedback: bool = False


@dataclass(frozen=True)
class Schedule:
    """A guest's morning in one version of the plan."""

    guest: Guest
    plan: Plan
    stops: tuple[Stop, ...]


def told_plan(day: FundingDay) -> Plan | None:
    """The version that guests know: the last that was sent, or repaired on the day."""
    told = Plan.objects.filter(Q(mailings__isnull=False) | Q(origin=Origin.REPAIRED), day=day)
    return told.order_by("-number").first()


def schedules(plan: Plan) -> list[Schedule]:
    """Everybody's, funders first, by name."""
    found: dict[Guest, list[Stop]] = {}
    rounds = plan_rounds(plan)
    for cell in cells_of(plan):
        for guest, other in ((cell.funder, cell.bearer), (cell.bearer, cell.funder)):
            found.setdefault(guest, []).append(Stop(rounds[cell.round], other, cell.table))
    order = sorted(found, key=lambda guest: (not isinstance(guest, Funder), alphabetical(guest)))
    return [Schedule(guest, plan, tuple(found[guest])) for guest in order]


def schedule_of(guest: Guest, plan: Plan, answered: Iterable[int] = ()) -> Schedule:
    """One guest's; `answered` are the others of whom it has said something since."""
    rounds, said = plan_rounds(plan), set(answered)
    mine = {"funder": guest} if isinstance(guest, Funder) else {"bearer": guest}
    cells = Cell.objects.filter(plan=plan, **mine).select_related("funder", "bearer__project").order_by("round")
    stops = []
    for cell in cells:
        other: Guest = cell.bearer if isinstance(guest, Funder) else cell.funder
        stops.append(Stop(rounds[cell.round], other, cell.table, other.pk in said))
    return Schedule(guest, plan, tuple(stops))


@dataclass(frozen=True)
class Board:
    """The rounds at an instant: the one under way, the one that comes, and the meetings of both."""

    plan: Plan
    now: datetime
    current: Round | None
    following: Round | None
    meetings: tuple[Cell, ...]
    coming: tuple[Cell, ...]


def board(plan: Plan, instant: datetime) -> Board:
    rounds = plan_rounds(plan)
    current = next((one for one in rounds if one.starts_at <= instant < one.ends_at), None)
    following = next((one for one in rounds if one.starts_at > instant), None)
    cells = cells_of(plan)

    def of(one: Round | None) -> tuple[Cell, ...]:
        return tuple(cell for cell in cells if one is not None and cell.round == one.number)

    return Board(plan, instant, current, following, of(current), of(following))


def frozen_at(plan: Plan, instant: datetime) -> int:
    """How many rounds are over, under way, or about to begin: nobody in them is moved."""
    return sum(one.starts_at <= instant + NEAR for one in plan_rounds(plan))


@dataclass(frozen=True)
class Arrivals:
    """The people of a guest at the desk."""

    guest: Guest
    people: tuple[Visitor, ...]


def arrivals(day: FundingDay) -> list[Arrivals]:
    """Everybody who is expected at the desk, by the name of their guest."""
    found: dict[Guest, list[Visitor]] = {}
    rows = Visitor.objects.of_day(day).select_related("funder", "bearer").order_by("name", "pk")
    for visitor in rows:
        found.setdefault(visitor.guest, []).append(visitor)
    expected = [guest for guest in found if guest.standing == "expected"]
    return [Arrivals(guest, tuple(found[guest])) for guest in sorted(expected, key=alphabetical)]
