"""The plan as a linear programme over cells (funder, bearer, round), solved by HiGHS."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass

import highspy
import numpy as np

from .problem import Guest, Meeting, Problem

# Called now and then with the best goal so far and its bound; False ends the search with the best found.
Watch = Callable[[float, float], bool]
INTEGRAL = 0.9  # goals are whole numbers: a bound less than one above is reached


@dataclass(frozen=True)
class Outcome:
    """Chosen cells, their goal and the goal's bound; `complete` when nothing better exists. None: nothing is feasible."""

    cells: tuple[Meeting, ...] | None
    goal: float
    bound: float
    complete: bool


@dataclass
class Rows:
    """Sums of cells with a lower and an upper limit; a row that cannot bind is left out."""

    lower: list[float]
    upper: list[float]
    members: list[list[int]]

    def add(self, members: list[int], least: float, most: float) -> None:
        if least > 0 or len(members) > most:
            self.lower.append(least)
            self.upper.append(most)
            self.members.append(members)


def cells_of(problem: Problem) -> list[Meeting]:
    """Every meeting that may be held, in a fixed order."""
    funders = {guest.key: guest for guest in problem.funders}
    bearers = {guest.key: guest for guest in problem.bearers}
    return [
        Meeting(round_, funder, bearer)
        for funder, bearer in sorted(problem.worth)
        for round_ in sorted(funders[funder].rounds & bearers[bearer].rounds)
    ]


def rows_of(problem: Problem, cells: Sequence[Meeting]) -> Rows:
    """Nobody and no table twice in a round, a pair once, and what each wants at least and at most."""
    groups: dict[tuple[str, Hashable], list[int]] = defaultdict(list)
    for place, cell in enumerate(cells):
        for group in (
            ("pair", cell.pair),
            ("funder in round", (cell.funder, cell.round)),
            ("bearer in round", (cell.bearer, cell.round)),
            ("tables", cell.round),
            ("funder", cell.funder),
            ("bearer", cell.bearer),
        ):
            groups[group].append(place)
    rows = Rows([], [], [])
    for (kind, _key), members in sorted(groups.items(), key=str):
        if kind == "tables":
            rows.add(members, 0, problem.tables)
        elif kind not in {"funder", "bearer"}:
            rows.add(members, 0, 1)
    for kind, guests in (("funder", problem.funders), ("bearer", problem.bearers)):
        for guest in guests:
            rows.add(groups.get((kind, guest.key), []), guest.least, guest.room)
    return rows


def solve_cells(
    problem: Problem,
    cells: Sequence[Meeting],
    goal: Mapping[Meeting, float],
    *,
    seed: int = 1,
    seconds: float = 60,
    start: Sequence[Meeting] = (),
    watch: Watch | None = None,
) -> Outcome:
    """The cells of the greatest goal. Locked meetings are fixed; the same call gives the same cells unless stopped."""
    if not cells:
        feasible = not any(guest.least for guest in (*problem.funders, *problem.bearers))
        return Outcome(() if feasible else None, 0, 0, complete=True)
    solver = _solver(problem, cells, goal, seed=seed, seconds=seconds, whole=True)
    if start:
        chosen, solution = set(start), highspy.HighsSolution()
        solution.col_value = [float(cell in chosen) for cell in cells]
        solver.setSolution(solution)
    if watch is not None:
        _let_watch(solver, watch)
    solver.run()
    info, status = solver.getInfo(), solver.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible:
        return Outcome(None, 0, 0, complete=True)
    complete = status == highspy.HighsModelStatus.kOptimal
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return Outcome(tuple(sorted(start)) or None, sum(goal[cell] for cell in start), info.mip_dual_bound, complete)
    values = solver.getSolution().col_value
    chosen_cells = tuple(sorted(cell for cell, value in zip(cells, values, strict=True) if value > 0.5))
    reached = sum(goal[cell] for cell in chosen_cells)
    return Outcome(chosen_cells, reached, reached if complete else info.mip_dual_bound, complete)


def relaxed_bound(problem: Problem, cells: Sequence[Meeting], goal: Mapping[Meeting, float]) -> float | None:
    """What no plan can exceed: the goal when meetings may be split. None when even that is not feasible."""
    solver = _solver(problem, cells, goal, seed=1, seconds=600, whole=False)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    return float(solver.getInfo().objective_function_value)


def _solver(
    problem: Problem,
    cells: Sequence[Meeting],
    goal: Mapping[Meeting, float],
    *,
    seed: int,
    seconds: float,
    whole: bool,
) -> highspy.Highs:
    rows = rows_of(problem, cells)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(cells), len(rows.members)
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_ = np.array([goal[cell] for cell in cells], dtype=float)
    model.col_lower_ = np.array([float(cell in problem.locked) for cell in cells])
    model.col_upper_ = np.ones(len(cells))
    model.row_lower_, model.row_upper_ = np.array(rows.lower, dtype=float), np.array(rows.upper, dtype=float)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.cumsum([0, *map(len, rows.members)])
    model.a_matrix_.index_ = np.array([place for members in rows.members for place in members], dtype=np.int32)
    model.a_matrix_.value_ = np.ones(len(model.a_matrix_.index_))
    if whole:
        model.integrality_ = [highspy.HighsVarType.kInteger] * len(cells)
    solver = highspy.Highs()
    for name, value in (
        ("output_flag", False),
        ("random_seed", seed),
        ("threads", 1),  # one thread and one seed: one answer
        ("time_limit", float(seconds)),
        ("mip_rel_gap", 0.0),
        ("mip_abs_gap", INTEGRAL),
    ):
        solver.setOptionValue(name, value)
    solver.passModel(model)
    return solver


def _let_watch(solver: highspy.Highs, watch: Watch) -> None:
    def told(event: highspy.highs.HighsCallbackEvent) -> None:
        out = event.data_out
        if not watch(out.mip_primal_bound, out.mip_dual_bound):
            event.interrupt()

    solver.cbMipInterrupt.subscribe(told)


def shortage(problem: Problem, cells: Sequence[Meeting]) -> dict[Guest, int]:
    """How many meetings short of their minimum people end when the least possible in all are short; empty when all
    minima can be kept."""
    wanting = [guest for guest in (*problem.funders, *problem.bearers) if guest.least]
    free = Problem(
        problem.rounds,
        problem.tables,
        tuple(Guest(g.key, g.rounds, 0, g.most) for g in problem.funders),
        tuple(Guest(g.key, g.rounds, 0, g.most) for g in problem.bearers),
        problem.worth,
        problem.locked,
    )
    solver = _solver(free, cells, dict.fromkeys(cells, 0.0), seed=1, seconds=30, whole=True)
    sides = {g.key: "funder" for g in problem.funders} | {g.key: "bearer" for g in problem.bearers}
    for guest in wanting:
        solver.addCol(-1.0, 0.0, float(guest.least), 0, np.array([], dtype=np.int32), np.array([]))
        own = [place for place, cell in enumerate(cells) if getattr(cell, sides[guest.key]) == guest.key]
        column = solver.getNumCol() - 1
        members = np.array([*own, column], dtype=np.int32)
        solver.addRow(float(guest.least), highspy.kHighsInf, len(members), members, np.ones(len(members)))
    solver.run()
    values = solver.getSolution().col_value[len(cells) :]
    return {guest: round(value) for guest, value in zip(wanting, values, strict=True) if round(value)}
