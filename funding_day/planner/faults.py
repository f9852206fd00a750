"""What cannot be, told before anything is computed: each fault names the figures that contradict each other."""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from .problem import Meeting, Problem


class FaultKind(StrEnum):
    """`funder_minimum`: asks for more meetings than can be had; `bearer_minimum` likewise; `tables`: the minima together
    need more places than tables and rounds give; `locked_…`: a locked meeting that may not be."""

    FUNDER_MINIMUM = "funder_minimum"
    BEARER_MINIMUM = "bearer_minimum"
    MINIMUM_ABOVE_MAXIMUM = "minimum_above_maximum"
    TABLES = "tables"
    LOCKED_NO = "locked_no"
    LOCKED_ABSENT = "locked_absent"
    LOCKED_TWICE = "locked_twice"
    LOCKED_TABLES = "locked_tables"
    LOCKED_MAXIMUM = "locked_maximum"


@dataclass(frozen=True)
class Fault:
    """`asked` against `possible`, of a person (`key`) or of a locked meeting."""

    kind: FaultKind
    key: str = ""
    asked: int = 0
    possible: int = 0
    meeting: Meeting | None = None


def faults(problem: Problem) -> list[Fault]:
    """Every contradiction that can be seen without a search, in a fixed order."""
    return [*_minima(problem), *_tables(problem), *_locked(problem)]


def _minima(problem: Problem) -> list[Fault]:
    found = []
    rounds_of = {0: {g.key: g.rounds for g in problem.funders}, 1: {g.key: g.rounds for g in problem.bearers}}
    partners: Counter[tuple[int, str]] = Counter()
    for funder, bearer in problem.worth:
        if rounds_of[0][funder] & rounds_of[1][bearer]:
            partners[0, funder] += 1
            partners[1, bearer] += 1
    for side, guests, kind in (
        (0, problem.funders, FaultKind.FUNDER_MINIMUM),
        (1, problem.bearers, FaultKind.BEARER_MINIMUM),
    ):
        for guest in guests:
            possible = min(len(guest.rounds), partners[side, guest.key])
            if guest.least > guest.most:
                found.append(Fault(FaultKind.MINIMUM_ABOVE_MAXIMUM, guest.key, guest.least, guest.most))
            elif guest.least > possible:
                found.append(Fault(kind, guest.key, guest.least, possible))
    return found


def _tables(problem: Problem) -> list[Fault]:
    places = problem.tables * problem.rounds
    asked = max(sum(guest.least for guest in guests) for guests in (problem.funders, problem.bearers))
    return [Fault(FaultKind.TABLES, "", asked, places)] if asked > places else []


def _locked(problem: Problem) -> list[Fault]:
    found = []
    funders = {guest.key: guest for guest in problem.funders}
    bearers = {guest.key: guest for guest in problem.bearers}
    seen: Counter[object] = Counter()
    for meeting in sorted(problem.locked):
        funder, bearer = funders.get(meeting.funder), bearers.get(meeting.bearer)
        if funder is None or bearer is None or meeting.pair not in problem.worth:
            found.append(Fault(FaultKind.LOCKED_NO, meeting=meeting))
            continue
        if meeting.round not in funder.rounds & bearer.rounds:
            found.append(Fault(FaultKind.LOCKED_ABSENT, meeting=meeting))
        marks = ((0, funder.key, meeting.round), (1, bearer.key, meeting.round), meeting.pair)
        if any(seen[mark] for mark in marks):
            found.append(Fault(FaultKind.LOCKED_TWICE, meeting=meeting))
        seen[meeting.round] += 1
        if seen[meeting.round] > problem.tables:
            found.append(Fault(FaultKind.LOCKED_TABLES, "", seen[meeting.round], problem.tables, meeting))
        for side, guest in ((0, funder), (1, bearer)):
            seen[side, guest.key] += 1
            if seen[side, guest.key] > guest.most:
                found.append(Fault(FaultKind.LOCKED_MAXIMUM, guest.key, seen[side, guest.key], guest.most, meeting))
        for mark in marks:
            seen[mark] += 1
    return found
