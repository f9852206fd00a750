"""The planner on mornings of luck, beside self-booking in random order and a greedy plan of the same wishes.

    python -m bench.planner 16x17x8 60x80x12

prints one JSON line a morning. Presence « windows »: three people in five are there for a part of the rounds only.
"""

import itertools
import json
import random
import statistics
import sys
import time
from collections.abc import Iterable, Iterator
from typing import Any

from funding_day.planner import Guest, Problem, solve

SECONDS = {16: 5, 60: 30, 150: 120}
BOOKINGS = 20


def morning(funders: int, bearers: int, rounds: int, *, windows: bool) -> Problem:
    """Wishes of both sides by luck: a third of the pairs are wished, with a value of 3 to 20; the rest may meet, in the
    morning of 2021, or are left out of the larger ones."""
    luck = random.Random(1)  # noqa: S311 - luck that repeats

    def guest(name: str) -> Guest:
        begin = luck.randrange(rounds // 2) if windows and luck.random() < 0.6 else 0
        end = luck.randrange(rounds // 2, rounds) + 1 if windows and luck.random() < 0.6 else rounds
        most = max(2, rounds // 2) if name[0] == "b" and funders > 16 else rounds
        return Guest(name, frozenset(range(begin, end)), 0, most)

    names = [f"f{n:03}" for n in range(funders)], [f"b{n:03}" for n in range(bearers)]
    wished = {pair: luck.choice((3, 6, 10, 13, 20)) for pair in itertools.product(*names) if luck.random() < 0.36}
    worth = wished if funders > 16 else dict.fromkeys(itertools.product(*names), 0) | wished
    return Problem(rounds, funders, tuple(map(guest, names[0])), tuple(map(guest, names[1])), worth)


def booked(problem: Problem, order: Iterable[tuple[str, str]]) -> int:
    """The value when pairs take the first round that suits both, in this order."""
    rounds = {guest.key: set(guest.rounds) for guest in (*problem.funders, *problem.bearers)}
    left = {guest.key: guest.room for guest in (*problem.funders, *problem.bearers)}
    tables = dict.fromkeys(range(problem.rounds), problem.tables)
    value = 0
    for pair in order:
        free = sorted(r for r in rounds[pair[0]] & rounds[pair[1]] if tables[r])
        if free and all(left[key] for key in pair):
            for key in pair:
                rounds[key].discard(free[0])
                left[key] -= 1
            tables[free[0]] -= 1
            value += problem.worth[pair]
    return value


def self_booked(problem: Problem) -> float:
    """The mean value of people booking for themselves: in random order, each takes the best wish that is still free."""
    values = []
    for seed in range(BOOKINGS):
        luck = random.Random(seed)  # noqa: S311
        wishes = {guest.key: [] for guest in problem.bearers}
        for pair, worth in sorted(problem.worth.items()):
            wishes[pair[1]].append((-worth, luck.random(), pair))
        turns: Iterator[Any] = itertools.chain.from_iterable(
            itertools.zip_longest(*(sorted(wishes[key]) for key in luck.sample(sorted(wishes), len(wishes))))
        )
        values.append(booked(problem, (wish[2] for wish in turns if wish)))
    return statistics.mean(values)


def measured(size: str, *, windows: bool) -> dict[str, Any]:
    funders, bearers, rounds = map(int, size.split("x"))
    problem = morning(funders, bearers, rounds, windows=windows)
    begin = time.perf_counter()
    plan = solve(problem, seconds=SECONDS.get(funders, 60))
    seconds = time.perf_counter() - begin
    greedy = booked(problem, sorted(problem.worth, key=lambda pair: (-problem.worth[pair], pair)))
    return {
        "size": f"{size}, {'hours of presence' if windows else 'all morning'}",
        "seconds": round(seconds, 2),
        "gap": round(plan.gap, 5),
        "proven": plan.proven,
        "greedy_share": round(greedy / plan.value, 3),
        "self_booking_share": round(self_booked(problem) / plan.value, 3),
    }


if __name__ == "__main__":
    for wanted in sys.argv[1:]:
        for with_windows in (False, True):
            sys.stdout.write(json.dumps(measured(wanted, windows=with_windows)) + "\n")
