"""The one entrance: picks the method that proves most for the morning at hand."""

from .milp import Watch, cells_of, shortage, solve_cells
from .problem import Guest, Plan, Problem, value_of
from .search import first_plan, search
from .uniform import solve_uniform

# Above so many cells one exact search takes longer than people wait; the search by parts is within a hair of the bound.
LARGE = 20_000


class Impossible(Exception):
    """No plan keeps everybody's minimum: `short` says who ends how many meetings short at best."""

    def __init__(self, short: dict[Guest, int]) -> None:
        super().__init__(f"{sum(short.values())} meetings short")
        self.short = short


def solve(problem: Problem, *, seed: int = 1, seconds: float = 60, watch: Watch | None = None) -> Plan:
    """The plan of the greatest wished value, and among those of the most meetings, with its proof or its bound.

    `watch` is asked now and then with the goal reached and its bound; when it says False, or after `seconds`, the best
    plan found so far is given. The same problem and seed give the same plan, unless stopped. Raises Impossible.
    """
    plan = _solved(problem, seed=seed, seconds=seconds, watch=watch)
    if plan is None:
        raise Impossible(shortage(problem, cells_of(problem)))
    return plan


def _solved(problem: Problem, *, seed: int, seconds: float, watch: Watch | None) -> Plan | None:
    if problem.is_uniform:
        return solve_uniform(problem)
    cells = cells_of(problem)
    if len(cells) > LARGE:
        return search(problem, seed=seed, seconds=seconds, watch=watch)
    goal = {cell: float(problem.gain(cell.pair)) for cell in cells}
    start = () if any(guest.least for guest in (*problem.funders, *problem.bearers)) else first_plan(problem, seed=seed)
    found = solve_cells(problem, cells, goal, seed=seed, seconds=seconds, start=sorted(start), watch=watch)
    if found.cells is None:
        return None
    value = value_of(problem, found.cells)
    bound = value if found.complete else int(found.bound // problem.scale)
    return Plan(found.cells, value, bound, found.complete, stopped=not found.complete)
