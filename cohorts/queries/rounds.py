"""The rounds of an edition as its pages list them."""

from dataclasses import dataclass
from datetime import date

from cohorts.enums import RoundState
from cohorts.models import Cohort, Round, RoundReopening


@dataclass(frozen=True)
class RoundLine:
    """A round with its state on a day and what is told of its reopenings, the latest first."""

    round: Round
    state: RoundState
    reopenings: tuple[RoundReopening, ...]


def state_on(round_: Round, day: date) -> RoundState:
    if round_.is_over_on(day):
        return RoundState.CLOSED
    return RoundState.OPEN if round_.is_open_on(day) else RoundState.TO_COME


def round_lines(cohort: Cohort, day: date) -> list[RoundLine]:
    """The rounds in the order of their days: three queries, however many."""
    rounds = cohort.rounds.prefetch_related("reopenings__reopened_by")
    return [RoundLine(row, state_on(row, day), tuple(reversed(row.reopenings.all()))) for row in rounds]
