"""On the day: somebody is late or absent. The plan that leaves most meetings where they are, and says what it lost."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from .milp import cells_of, solve_cells
from .problem import Meeting, Pair, Plan, Problem, value_of


@dataclass(frozen=True)
class Repair:
    """The repaired plan and what it changes. `lost`: meetings that were planned and will not be held, none silently."""

    plan: Plan
    kept: tuple[Meeting, ...]
    moved: tuple[tuple[Meeting, Meeting], ...]
    added: tuple[Meeting, ...]
    lost: tuple[Meeting, ...]


def repair(problem: Problem, planned: Collection[Meeting], *, frozen: int, seconds: float = 2, seed: int = 1) -> Repair:
    """Repairs `planned` for a morning that has changed: `problem` says who is there in which rounds now.

    Rounds before `frozen` are over, under way or about to begin: nothing is added to them and nobody in them moves;
    meetings in them that cannot be held any more are lost or moved behind. Then, in this order: as many planned
    meetings as possible are still held, as many of them as possible where they were, and what comes free serves wishes.
    """
    funders = {guest.key: guest for guest in problem.funders}
    bearers = {guest.key: guest for guest in problem.bearers}
    stands = {
        meeting
        for meeting in planned
        if meeting.funder in funders
        and meeting.bearer in bearers
        and meeting.round in funders[meeting.funder].rounds & bearers[meeting.bearer].rounds
    }
    settled = frozenset(meeting for meeting in stands if meeting.round < frozen)
    pairs = {meeting.pair for meeting in planned}
    worth = {pair: problem.worth.get(pair, 0) for pair in {*problem.worth, *(meeting.pair for meeting in stands)}}
    now = replace(
        problem,
        funders=tuple(
            replace(guest, least=0, most=max(guest.most, _have(settled, 0, guest.key))) for guest in problem.funders
        ),
        bearers=tuple(
            replace(guest, least=0, most=max(guest.most, _have(settled, 1, guest.key))) for guest in problem.bearers
        ),
        worth=worth,
        locked=settled,
    )
    cells = [cell for cell in cells_of(now) if cell.round >= frozen or cell in settled]
    most = now.scale  # more than the meetings of any plan
    small = sum(sorted((worth[pair] + 1 for pair in worth), reverse=True)[:most]) + 1
    goal = {cell: float(worth[cell.pair] + 1) for cell in cells}
    for cell in cells:
        if cell.pair in pairs:
            goal[cell] += small * most
        if cell in stands:
            goal[cell] += small
    found = solve_cells(now, cells, goal, seed=seed, seconds=seconds, start=sorted(stands))
    chosen = set(found.cells or stands)
    place: dict[Pair, Meeting] = {meeting.pair: meeting for meeting in chosen}
    moved = tuple(
        (meeting, place[meeting.pair])
        for meeting in sorted(planned)
        if meeting.pair in place and place[meeting.pair] != meeting
    )
    meetings = tuple(sorted(chosen))
    value = value_of(now, meetings)
    return Repair(
        Plan(meetings, value, value, found.complete, stopped=not found.complete),
        tuple(sorted(chosen & set(planned))),
        moved,
        tuple(meeting for meeting in meetings if meeting.pair not in pairs),
        tuple(meeting for meeting in sorted(planned) if meeting.pair not in place),
    )


def _have(meetings: Collection[Meeting], side: int, key: str) -> int:
    return sum(meeting.pair[side] == key for meeting in meetings)
