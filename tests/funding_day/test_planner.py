"""The planner of the morning: compared with brute force, and every plan passed by a checker that shares no code."""

import itertools
import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from funding_day.plan_checker import Rules, broken
from funding_day.planner import (
    FaultKind,
    Guest,
    Impossible,
    Meeting,
    Problem,
    ReasonKind,
    faults,
    reasons,
    repair,
    seat,
    solve,
)
from funding_day.planner import search as search_module
from funding_day.planner.milp import cells_of
from funding_day.planner.search import search


def morning(funders, bearers, rounds, *, luck, windows=False, tables=None, wished=0.8, limits=False):
    """A morning by luck: wishes of 0 to 6, some pairs that said no, hours of presence and limits when asked."""

    def guest(name):
        there = frozenset(range(rounds))
        if windows and luck.random() < 0.6:
            begin = luck.randrange(rounds)
            there = frozenset(range(begin, luck.randrange(begin, rounds) + 1))
        most = luck.randrange(1, rounds + 1) if limits else 10_000
        return Guest(name, there, 0, most)

    names = [f"f{n:03}" for n in range(funders)], [f"b{n:03}" for n in range(bearers)]
    worth = {pair: luck.randrange(7) for pair in itertools.product(*names) if luck.random() < wished}
    return Problem(
        rounds,
        funders if tables is None else tables,
        tuple(map(guest, names[0])),
        tuple(map(guest, names[1])),
        worth,
    )


def rules(problem):
    return Rules(
        problem.rounds,
        problem.tables,
        {guest.key: guest.rounds for guest in problem.funders},
        {guest.key: guest.rounds for guest in problem.bearers},
        {guest.key: (guest.least, guest.most) for guest in problem.funders},
        {guest.key: (guest.least, guest.most) for guest in problem.bearers},
        problem.worth,
        [(meeting.round, meeting.funder, meeting.bearer) for meeting in problem.locked],
    )


def checked(problem, plan):
    """The plan, seated; an error when the checker finds anything."""
    seated, tables = seat(problem, plan)
    rows = [(meeting.round, table, meeting.funder, meeting.bearer) for meeting, table in tables.items()]
    assert {meeting.pair for meeting in seated.meetings} == {meeting.pair for meeting in plan.meetings}
    assert broken(rules(problem), rows, plan.value) == []
    return seated


def best_by_force(problem):
    """(value, meetings) of the best plan among all of them; None when no plan keeps the minima."""
    cells = cells_of(problem)
    best = None
    limits = {(0, g.key): g for g in problem.funders} | {(1, g.key): g for g in problem.bearers}

    def visit(place, used, counts, value, number):
        nonlocal best
        if best is not None and value + sum(problem.worth[c.pair] for c in cells[place:]) < best[0]:
            return
        if place == len(cells):
            if all(counts.get(key, 0) >= guest.least for key, guest in limits.items()):
                best = max(best or (0, 0), (value, number))
            return
        cell = cells[place]
        marks = ((0, cell.funder, cell.round), (1, cell.bearer, cell.round), cell.pair)
        people = ((0, cell.funder), (1, cell.bearer))
        if (
            not any(mark in used for mark in marks)
            and counts.get(cell.round, 0) < problem.tables
            and all(counts.get(key, 0) < limits[key].most for key in people)
        ):
            more = dict(counts)
            for key in (*people, cell.round):
                more[key] = more.get(key, 0) + 1
            visit(place + 1, used | set(marks), more, value + problem.worth[cell.pair], number + 1)
        if cell not in problem.locked:
            visit(place + 1, used, counts, value, number)

    visit(0, frozenset(), {}, 0, 0)
    return best


def outcome(problem):
    """(value, meetings) of the planner; None when it says that no plan keeps the minima."""
    try:
        plan = solve(problem)
    except Impossible as impossible:
        assert sum(impossible.short.values()) > 0
        return None
    assert plan.proven
    assert plan.bound == plan.value
    checked(problem, plan)
    return plan.value, len(plan.meetings)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_brute_force_agrees_on_small_mornings(data):
    luck = random.Random(data.draw(st.integers(0, 10**9)))
    sizes = [data.draw(st.integers(1, top)) for top in (3, 3, 3)]
    problem = morning(
        *sizes, luck=luck, windows=data.draw(st.booleans()), tables=data.draw(st.integers(1, 3)),
        limits=data.draw(st.booleans()),
    )  # fmt: skip
    if data.draw(st.booleans()):
        problem = replace(problem, bearers=tuple(replace(guest, least=luck.randrange(2)) for guest in problem.bearers))
    if data.draw(st.booleans()) and (cells := cells_of(problem)):
        problem = replace(problem, locked=frozenset({luck.choice(cells)}))

    assert outcome(problem) == best_by_force(problem)


@pytest.mark.parametrize("windows", [False, True])
def test_the_two_methods_agree_where_both_apply(windows):
    """The exact search by cells and the b-matching with its colouring are two programs; on uniform mornings both say
    the same. With hours of presence the search by parts reaches the bound of the exact one."""
    for seed in range(40):
        luck = random.Random(seed)
        problem = morning(6, 7, 5, luck=luck, windows=windows, tables=luck.randrange(3, 7), limits=True)
        plan = solve(problem)
        by_parts = search(problem, seed=1, seconds=30, watch=None)
        checked(problem, plan)
        checked(problem, by_parts)
        assert plan.proven
        assert by_parts.value <= plan.value <= by_parts.bound
        assert not by_parts.proven or (by_parts.value, len(by_parts.meetings)) == (plan.value, len(plan.meetings))


def test_the_morning_of_2021_is_proven():
    for rounds in (8, 12, 17):
        problem = morning(16, 17, rounds, luck=random.Random(1), wished=1)
        plan = solve(problem)
        checked(problem, plan)
        assert plan.proven
        assert len(plan.meetings) == min(16 * rounds, 16 * 17)


def test_the_same_morning_gives_the_same_plan():
    problem = morning(8, 9, 6, luck=random.Random(3), windows=True)

    assert solve(problem) == solve(problem)
    assert seat(problem, solve(problem)) == seat(problem, solve(problem))


def test_a_search_that_is_stopped_gives_the_best_so_far():
    problem = morning(20, 22, 10, luck=random.Random(5), windows=True)
    plan = search(problem, seed=1, seconds=60, watch=lambda best, bound: False)

    assert plan.stopped
    assert not plan.proven
    assert 0 < plan.value <= plan.bound
    assert 0 < plan.gap < 0.2
    checked(problem, plan)


def test_a_large_morning_goes_the_way_of_parts(monkeypatch):
    monkeypatch.setattr("funding_day.planner.methods.LARGE", 10)
    problem = morning(8, 9, 6, luck=random.Random(3), windows=True)
    called = []
    monkeypatch.setattr(
        "funding_day.planner.methods.search",
        lambda *args, **kwargs: called.append(1) or search_module.search(*args, **kwargs),
    )

    plan = solve(problem)

    assert called
    checked(problem, plan)


def small(**changes):
    both = frozenset({0, 1})
    problem = Problem(
        2, 2, (Guest("f1", both), Guest("f2", both)), (Guest("b1", both), Guest("b2", both)),
        {("f1", "b1"): 3, ("f1", "b2"): 2, ("f2", "b1"): 1},
    )  # fmt: skip
    return replace(problem, **changes)


def test_minima_that_cannot_be_kept_together_are_named():
    problem = small(tables=1, funders=(Guest("f1", frozenset({0, 1}), 2), Guest("f2", frozenset({0, 1}), 1)))
    with pytest.raises(Impossible) as impossible:
        solve(problem)

    assert sum(impossible.value.short.values()) == 1


@pytest.mark.parametrize(
    ("changes", "kind", "asked", "possible"),
    [
        ({"bearers": (Guest("b1", frozenset({0, 1})), Guest("b2", frozenset({0, 1}), 2))}, "bearer_minimum", 2, 1),
        ({"funders": (Guest("f1", frozenset({0}), 2), Guest("f2", frozenset()))}, "funder_minimum", 2, 1),
        ({"funders": (Guest("f1", frozenset({0, 1}), 2, 1), Guest("f2", frozenset()))}, "minimum_above_maximum", 2, 1),
        (
            {"tables": 0, "funders": (Guest("f1", frozenset({0, 1}), 1), Guest("f2", frozenset({0, 1})))},
            "tables", 1, 0,
        ),
    ],
)  # fmt: skip
def test_a_contradiction_is_named_with_its_figures(changes, kind, asked, possible):
    assert (kind, asked, possible) in [(f.kind, f.asked, f.possible) for f in faults(small(**changes))]


@pytest.mark.parametrize(
    ("locked", "kinds"),
    [
        ({Meeting(0, "f2", "b2")}, {FaultKind.LOCKED_NO}),
        ({Meeting(5, "f1", "b1")}, {FaultKind.LOCKED_ABSENT}),
        ({Meeting(0, "f1", "b1"), Meeting(0, "f1", "b2")}, {FaultKind.LOCKED_TWICE}),
        ({Meeting(0, "f1", "b1"), Meeting(1, "f1", "b1")}, {FaultKind.LOCKED_TWICE}),
        ({Meeting(0, "f1", "b1")}, set()),
    ],
)
def test_a_locked_meeting_that_cannot_be_is_named(locked, kinds):
    assert {fault.kind for fault in faults(small(locked=frozenset(locked)))} == kinds


def test_a_morning_without_faults_has_none():
    assert faults(small()) == []


def test_each_wish_that_is_not_met_has_its_reason():
    everybody = frozenset({0})
    problem = Problem(
        2,
        1,
        (Guest("f1", everybody), Guest("f2", frozenset({1})), Guest("f3", everybody), Guest("f4", frozenset({0, 1}))),
        (Guest("b1", everybody), Guest("b2", frozenset({0, 1}), 0, 1), Guest("b3", frozenset({0, 1}))),
        {("f1", "b1"): 9, ("f2", "b1"): 5, ("f3", "b3"): 5, ("f2", "b2"): 9, ("f1", "b3"): 5, ("f4", "b2"): 1},
    )
    plan = solve(problem)
    told = {
        reason.pair: reason.kind
        for reason in reasons(
            problem,
            plan,
            [("f1", "b2"), ("f2", "b1"), ("f3", "b3"), ("f1", "b3"), ("f1", "b1"), ("f4", "b2")],
        )
    }

    assert told == {
        ("f1", "b2"): ReasonKind.SAID_NO,
        ("f2", "b1"): ReasonKind.NO_COMMON_ROUND,
        ("f3", "b3"): ReasonKind.NO_TABLE,
        ("f1", "b3"): ReasonKind.FUNDER_FULL,
        ("f4", "b2"): ReasonKind.BEARER_FULL,
    }


def test_a_wish_that_costs_more_than_it_brings_is_outweighed():
    two = frozenset({0, 1})
    problem = Problem(
        2,
        5,
        (Guest("f1", two), Guest("f2", frozenset({1}))),
        (Guest("b1", two), Guest("b2", frozenset({0}))),
        {("f1", "b2"): 9, ("f2", "b1"): 9, ("f1", "b1"): 1},
    )
    plan = solve(problem)

    assert [(r.pair, r.kind) for r in reasons(problem, plan, [("f1", "b1")])] == [(("f1", "b1"), ReasonKind.OUTWEIGHED)]


def test_people_wait_less_after_the_rounds_are_exchanged():
    problem = morning(10, 11, 8, luck=random.Random(2), limits=True)
    plan = solve(problem)
    seated = checked(problem, plan)

    def gaps(meetings):
        total = 0
        for side in (0, 1):
            for guest in (problem.funders, problem.bearers)[side]:
                rounds = sorted(m.round for m in meetings if m.pair[side] == guest.key)
                total += rounds[-1] - rounds[0] + 1 - len(rounds) if rounds else 0
        return total

    assert gaps(seated.meetings) < gaps(plan.meetings)


def test_fewer_tables_than_funders_seat_nobody_twice():
    problem = morning(6, 6, 5, luck=random.Random(4), tables=3)
    checked(problem, solve(problem))


# --- on the day


def test_an_absent_bearer_costs_only_their_own_meetings():
    problem = morning(6, 7, 6, luck=random.Random(7))
    plan = solve(problem).meetings
    gone = "b003"
    now = replace(problem, bearers=tuple(g if g.key != gone else Guest(gone, frozenset()) for g in problem.bearers))

    mended = repair(now, plan, frozen=2)

    assert set(mended.lost) == {meeting for meeting in plan if meeting.bearer == gone}
    assert set(mended.kept) == set(plan) - set(mended.lost)
    assert all(meeting.round >= 2 for meeting in mended.added)


def test_a_late_funder_s_meetings_are_held_later_where_that_moves_nobody_else():
    problem = small()
    planned = [Meeting(0, "f1", "b1"), Meeting(1, "f2", "b1")]
    late = replace(problem, funders=(Guest("f1", frozenset({1})), Guest("f2", frozenset({0, 1}))))

    mended = repair(late, planned, frozen=0)

    assert mended.lost == ()
    assert dict(mended.moved) == {
        Meeting(0, "f1", "b1"): Meeting(1, "f1", "b1"),
        Meeting(1, "f2", "b1"): Meeting(0, "f2", "b1"),
    }


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9), st.integers(0, 3))
def test_a_repair_loses_nothing_silently_and_touches_nothing_that_is_frozen(seed, frozen):
    luck = random.Random(seed)
    problem = morning(4, 4, 4, luck=luck, tables=3)
    planned = solve(problem).meetings
    name = luck.choice([guest.key for guest in (*problem.funders, *problem.bearers)])
    there = frozenset(range(luck.randrange(5), 4))
    now = replace(
        problem,
        funders=tuple(replace(g, rounds=there) if g.key == name else g for g in problem.funders),
        bearers=tuple(replace(g, rounds=there) if g.key == name else g for g in problem.bearers),
    )

    mended = repair(now, planned, frozen=frozen)

    accounted = {*mended.kept, *(old for old, _new in mended.moved), *mended.lost}
    assert accounted == set(planned)
    assert {m for m in mended.plan.meetings if m.round < frozen} <= set(planned)
    checked(replace(now, worth={**now.worth, **{m.pair: now.worth[m.pair] for m in planned}}), mended.plan)
    assert len(mended.lost) == len(planned) - best_repair(now, planned, frozen)


def best_repair(problem, planned, frozen):
    """The most planned meetings that can still be held, by trying every choice of rounds for them."""
    there = {g.key: g.rounds for g in (*problem.funders, *problem.bearers)}

    def visit(left, used, tables):
        if not left:
            return 0
        meeting, *rest = left
        best = visit(rest, used, tables)
        rounds = [meeting.round] if meeting.round < frozen else range(frozen, problem.rounds)
        choices = {r for r in rounds if r in there[meeting.funder] & there[meeting.bearer]}
        if meeting.round < frozen:
            choices |= {r for r in range(frozen, problem.rounds) if r in there[meeting.funder] & there[meeting.bearer]}
            if meeting.round in there[meeting.funder] & there[meeting.bearer]:
                choices = {meeting.round}
        for round_ in choices:
            marks = {(meeting.funder, round_), (meeting.bearer, round_)}
            if not marks & used and tables.get(round_, 0) < problem.tables:
                best = max(best, 1 + visit(rest, used | marks, {**tables, round_: tables.get(round_, 0) + 1}))
                if best == len(left):
                    break
        return best

    return visit(list(planned), frozenset(), {})


# --- the checker itself


@pytest.mark.parametrize(
    ("plan", "wrong"),
    [
        ([(0, 1, "f1", "b1"), (0, 2, "f1", "b2")], "funder twice"),
        ([(0, 1, "f1", "b1"), (0, 2, "f2", "b1")], "bearer twice"),
        ([(0, 1, "f1", "b2"), (0, 1, "f2", "b1")], "table twice"),
        ([(0, 1, "f1", "b1"), (1, 1, "f1", "b1")], "pair twice"),
        ([(2, 1, "f1", "b1")], "no such round"),
        ([(0, 3, "f1", "b1")], "no such table"),
        ([(0, 1, "f2", "b2")], "do not meet"),
        ([(0, 1, "f1", "b1")], "worth 3, not 99"),
        ([], "is missing"),
        ([(0, 1, "f1", "b1"), (1, 1, "f1", "b2")], "not 0 to 1"),
        ([(1, 1, "f2", "b1")], "is not there"),
    ],
)
def test_the_checker_catches_planted_errors(plan, wrong):
    told = rules(small())
    told = replace(
        told,
        funders=told.funders | {"f2": {0}},
        funder_limits={"f1": (0, 1), "f2": (0, 2)},
        locked=[(0, "f1", "b1")],
    )

    assert any(wrong in sentence for sentence in broken(told, plan, 99))
