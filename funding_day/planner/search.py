"""Large mornings with hours of presence: a plan round by round, then three rounds at a time planned anew, exactly,
until the bound is met or the time is over."""

import random
import time
from collections import Counter

from .milp import INTEGRAL, Watch, cells_of, relaxed_bound, solve_cells
from .problem import Guest, Meeting, Plan, Problem, value_of

TOGETHER = 3  # rounds planned anew at once: few enough for the solver to be exact at once, enough to trade
QUIET = 60  # neighbourhoods in a row that bring nothing before the search gives up


def search(problem: Problem, *, seed: int, seconds: float, watch: Watch | None) -> Plan | None:
    """The best plan found and its bound. None when no plan keeps the minima."""
    begin, luck = time.monotonic(), random.Random(seed)  # noqa: S311 - luck that repeats, no secret
    cells = cells_of(problem)
    goal = {cell: float(problem.gain(cell.pair)) for cell in cells}
    bound = relaxed_bound(problem, cells, goal)
    if bound is None:
        return None
    chosen = first_plan(problem, seed=seed)
    rounds, quiet, stopped = list(range(problem.rounds)), 0, False
    best = sum(goal[cell] for cell in chosen)
    while best + INTEGRAL < bound and quiet < QUIET:
        if time.monotonic() - begin > seconds or (watch is not None and not watch(best, bound)):
            stopped = True
            break
        anew = _replan(problem, chosen, frozenset(luck.sample(rounds, min(TOGETHER, len(rounds)))), seed)
        reached = sum(goal[cell] for cell in anew)
        quiet = 0 if reached > best else quiet + 1
        if reached >= best:
            chosen, best = anew, reached
    meetings = tuple(sorted(chosen))
    proven = best + INTEGRAL >= bound
    value = value_of(problem, meetings)
    return Plan(meetings, value, value if proven else int(bound // problem.scale), proven, stopped)


def first_plan(problem: Problem, *, seed: int) -> set[Meeting]:
    """A plan made round by round, the round with the fewest people first, each as well as it can alone."""
    people = Counter(round_ for guest in (*problem.funders, *problem.bearers) for round_ in guest.rounds)
    chosen: set[Meeting] = set()
    for round_ in sorted(range(problem.rounds), key=lambda r: (people[r], r)):
        chosen = _replan(problem, chosen, frozenset({round_}), seed, minima=False)
    return chosen


def _replan(
    problem: Problem, chosen: set[Meeting], rounds: frozenset[int], seed: int, *, minima: bool = True
) -> set[Meeting]:
    """The plan with these rounds made anew, exactly, the others as they are."""
    kept = {cell for cell in chosen if cell.round not in rounds}
    kept |= {cell for cell in problem.locked if cell.round not in rounds}
    held = Counter(name for cell in kept for name in ((0, cell.funder), (1, cell.bearer)))
    met = {cell.pair for cell in kept} | {cell.pair for cell in problem.locked if cell.round not in rounds}

    def left(side: int, guest: Guest) -> Guest:
        have = held[side, guest.key]
        least = max(0, guest.least - have) if minima else 0
        return Guest(guest.key, guest.rounds & rounds, least, max(0, guest.most - have))

    part = Problem(
        problem.rounds,
        problem.tables,
        tuple(left(0, guest) for guest in problem.funders),
        tuple(left(1, guest) for guest in problem.bearers),
        {pair: worth for pair, worth in problem.worth.items() if pair not in met},
        frozenset(cell for cell in problem.locked if cell.round in rounds),
    )
    cells = cells_of(part)
    goal = {cell: float(problem.gain(cell.pair)) for cell in cells}
    found = solve_cells(part, cells, goal, seed=seed, seconds=20)
    if found.cells is None:  # the minima cannot be kept in these rounds alone, or not yet: leave them as they are
        return chosen
    return kept | set(found.cells)
