"""Why a meeting that somebody must have is not in the plan."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from .problem import Pair, Plan, Problem


class ReasonKind(StrEnum):
    """In the order in which they are asked. `no_table`: in every round where both are free, all tables are taken;
    `outweighed`: it fits only in place of meetings that are worth more together."""

    SAID_NO = "said_no"
    NO_COMMON_ROUND = "no_common_round"
    FUNDER_FULL = "funder_full"
    BEARER_FULL = "bearer_full"
    NO_TABLE = "no_table"
    OUTWEIGHED = "outweighed"


@dataclass(frozen=True)
class Reason:
    pair: Pair
    kind: ReasonKind


def reasons(problem: Problem, plan: Plan, wanted: Iterable[Pair]) -> list[Reason]:
    """A reason for each wanted pair that the plan does not hold, in the order of the pairs."""
    held = {meeting.pair for meeting in plan.meetings}
    return [Reason(pair, _why(problem, plan, pair)) for pair in sorted(set(wanted) - held)]


def _why(problem: Problem, plan: Plan, pair: Pair) -> ReasonKind:
    if pair not in problem.worth:
        return ReasonKind.SAID_NO
    funder, bearer = problem.funder(pair[0]), problem.bearer(pair[1])
    common = funder.rounds & bearer.rounds
    if not common:
        return ReasonKind.NO_COMMON_ROUND
    funder_busy = {meeting.round for meeting in plan.meetings if meeting.funder == funder.key}
    bearer_busy = {meeting.round for meeting in plan.meetings if meeting.bearer == bearer.key}
    if len(funder_busy) >= funder.room:
        return ReasonKind.FUNDER_FULL
    if len(bearer_busy) >= bearer.room:
        return ReasonKind.BEARER_FULL
    free = common - funder_busy - bearer_busy
    if free and all(sum(meeting.round == round_ for meeting in plan.meetings) >= problem.tables for round_ in free):
        return ReasonKind.NO_TABLE
    return ReasonKind.OUTWEIGHED
