"""Verifies a plan of the morning, sharing no code with the planner: every plan passes here before it is stored.

It takes plain values, reads them in its own way, and counts again what the planner claims.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Rules:
    """What the morning allows: rounds and tables, who is there when (round numbers), limits (least, most), pairs that
    may not meet, and the meetings that were locked, as (round, funder, bearer)."""

    rounds: int
    tables: int
    funders: Mapping[str, Iterable[int]]
    bearers: Mapping[str, Iterable[int]]
    funder_limits: Mapping[str, tuple[int, int]]
    bearer_limits: Mapping[str, tuple[int, int]]
    worth: Mapping[tuple[str, str], int]
    locked: Iterable[tuple[int, str, str]] = ()


def broken(rules: Rules, plan: Iterable[tuple[int, int, str, str]], claimed_value: int) -> list[str]:
    """What is wrong with a plan of (round, table, funder, bearer); empty for a sound one. For logs, not for people."""
    rows = list(plan)
    wrong = [
        *_repeated("funder twice in a round", [(row[0], row[2]) for row in rows]),
        *_repeated("bearer twice in a round", [(row[0], row[3]) for row in rows]),
        *_repeated("table twice in a round", [(row[0], row[1]) for row in rows]),
        *_repeated("pair twice", [(row[2], row[3]) for row in rows]),
    ]
    for row in rows:
        wrong += _misplaced(rules, *row)
    for column, limits in ((2, rules.funder_limits), (3, rules.bearer_limits)):
        for name, (least, most) in limits.items():
            have = sum(1 for row in rows if row[column] == name)
            if not least <= have <= most:
                wrong.append(f"{name} has {have} meetings, not {least} to {most}")
    held = {(row[0], row[2], row[3]) for row in rows}
    wrong += [f"locked meeting {meeting} is missing" for meeting in rules.locked if tuple(meeting) not in held]
    value = sum(rules.worth.get((row[2], row[3]), 0) for row in rows)
    if value != claimed_value:
        wrong.append(f"worth {value}, not {claimed_value}")
    return wrong


def _misplaced(rules: Rules, round_: int, table: int, funder: str, bearer: str) -> list[str]:
    doubts = {
        f"no such round: {round_}": not 0 <= round_ < rules.rounds,
        f"no such table: {table}": not 1 <= table <= rules.tables,
        f"funder {funder} is not there in round {round_}": round_ not in set(rules.funders.get(funder, ())),
        f"bearer {bearer} is not there in round {round_}": round_ not in set(rules.bearers.get(bearer, ())),
        f"{funder} and {bearer} do not meet": (funder, bearer) not in rules.worth,
    }
    return [sentence for sentence, doubtful in doubts.items() if doubtful]


def _repeated(what: str, keys: list[tuple[object, object]]) -> list[str]:
    return [f"{what}: {key}" for place, key in enumerate(keys) if key in keys[:place]]
