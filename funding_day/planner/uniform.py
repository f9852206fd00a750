"""Everybody there all morning: the pairs are a b-matching, their rounds an edge colouring. Both exact and polynomial.

König: a bipartite graph whose degrees are at most R is coloured with R colours, so whatever pairs are chosen within
everybody's limits find their rounds. The b-matching is a circulation, whose linear programme has whole corners.
"""

from collections import defaultdict

import highspy
import numpy as np

from .problem import Meeting, Pair, Plan, Problem


def solve_uniform(problem: Problem) -> Plan | None:
    """The proven plan of a uniform morning; None when the minima cannot all be kept."""
    rounds = sorted(problem.funders[0].rounds) if problem.funders else []
    pairs = _choose(problem, len(rounds))
    if pairs is None:
        return None
    colours = _colour(pairs, len(rounds))
    _level(colours, problem.tables, len(rounds))
    meetings = tuple(sorted(Meeting(rounds[colour], *pair) for pair, colour in colours.items()))
    value = sum(problem.worth[pair] for pair in pairs)
    return Plan(meetings, value, value, proven=True)


def _choose(problem: Problem, rounds: int) -> list[Pair] | None:
    """The pairs of the greatest goal within everybody's limits and the tables of the morning."""
    pairs = sorted(problem.worth)
    if not pairs:
        return None if any(guest.least for guest in (*problem.funders, *problem.bearers)) else []
    members: dict[tuple[int, str], list[int]] = defaultdict(list)
    for place, (funder, bearer) in enumerate(pairs):
        members[0, funder].append(place)
        members[1, bearer].append(place)
    model = highspy.HighsLp()
    rows = [
        (members.get((side, guest.key), []), guest.least, guest.room)
        for side, guests in enumerate((problem.funders, problem.bearers))
        for guest in guests
    ]
    rows.append((list(range(len(pairs))), 0, problem.tables * rounds))
    model.num_col_, model.num_row_ = len(pairs), len(rows)
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_ = np.array([problem.gain(pair) for pair in pairs], dtype=float)
    model.col_lower_, model.col_upper_ = np.zeros(len(pairs)), np.ones(len(pairs))
    model.row_lower_ = np.array([row[1] for row in rows], dtype=float)
    model.row_upper_ = np.array([row[2] for row in rows], dtype=float)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.cumsum([0, *(len(row[0]) for row in rows)])
    model.a_matrix_.index_ = np.array([place for row in rows for place in row[0]], dtype=np.int32)
    model.a_matrix_.value_ = np.ones(len(model.a_matrix_.index_))
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)  # noqa: FBT003 - the solver's own signature
    solver.setOptionValue("solver", "simplex")  # ends in a corner, and the corners are whole
    solver.setOptionValue("threads", 1)
    solver.passModel(model)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    values = solver.getSolution().col_value
    return [pair for pair, value in zip(pairs, values, strict=True) if value > 0.5]


def _colour(pairs: list[Pair], rounds: int) -> dict[Pair, int]:
    """A round for each pair, nobody twice in one: where the two ends are free at different times, the path of meetings
    that alternate between the two rounds is exchanged."""
    at: dict[tuple[int, str], dict[int, Pair]] = defaultdict(dict)
    colours: dict[Pair, int] = {}
    for pair in pairs:
        funder, bearer = (0, pair[0]), (1, pair[1])
        free_funder = next(round_ for round_ in range(rounds) if round_ not in at[funder])
        free_bearer = next(round_ for round_ in range(rounds) if round_ not in at[bearer])
        if free_funder not in at[bearer]:
            free_bearer = free_funder
        elif free_bearer in at[funder]:
            _exchange(at, colours, bearer, free_funder, free_bearer)
            free_bearer = free_funder
        _put(at, colours, pair, free_bearer)
    return colours


def _put(at: dict[tuple[int, str], dict[int, Pair]], colours: dict[Pair, int], pair: Pair, round_: int) -> None:
    colours[pair] = round_
    at[0, pair[0]][round_] = at[1, pair[1]][round_] = pair


def _path(at: dict[tuple[int, str], dict[int, Pair]], node: tuple[int, str], first: int, second: int) -> list[Pair]:
    """The meetings met from a person on, held in the first round, the second, the first …"""
    path, wanted = [], first
    while (pair := at[node].get(wanted)) is not None:
        path.append(pair)
        node = (1, pair[1]) if node[0] == 0 else (0, pair[0])
        wanted = second if wanted == first else first
    return path


def _exchange(
    at: dict[tuple[int, str], dict[int, Pair]],
    colours: dict[Pair, int],
    node: tuple[int, str],
    first: int,
    second: int,
) -> None:
    path = _path(at, node, first, second)
    for pair in path:
        del at[0, pair[0]][colours[pair]], at[1, pair[1]][colours[pair]]
    for pair in path:
        _put(at, colours, pair, second if colours[pair] == first else first)


def _level(colours: dict[Pair, int], tables: int, rounds: int) -> None:
    """Moves meetings out of rounds that hold more than there are tables, along paths of two rounds: the fullest gives
    one to the emptiest until all fit, which they do since the pairs are at most tables × rounds."""
    at: dict[tuple[int, str], dict[int, Pair]] = defaultdict(dict)
    held = dict.fromkeys(range(rounds), 0)
    for pair, round_ in colours.items():
        at[0, pair[0]][round_] = at[1, pair[1]][round_] = pair
        held[round_] += 1
    while rounds and max(held.values()) > tables:
        full = max(held, key=lambda round_: (held[round_], -round_))
        empty = min(held, key=lambda round_: (held[round_], round_))
        node = next(
            node
            for node in sorted(node for node, meetings in at.items() if full in meetings and empty not in meetings)
            if len(_path(at, node, full, empty)) % 2
        )
        _exchange(at, colours, node, full, empty)
        held[full], held[empty] = held[full] - 1, held[empty] + 1
