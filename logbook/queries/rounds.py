"""Which round of self-assessment a page shows."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from cohorts.models import Round


@dataclass(frozen=True)
class RoundState:
    """`shown`: the round that is open, else the last that has begun; `previous` and `following` stand around it;
    `begun`: all those that have begun."""

    begun: tuple[Round, ...]
    shown: Round | None
    previous: Round | None
    following: Round | None
    is_open: bool


def round_state(rounds: Sequence[Round], day: date) -> RoundState:
    """The rounds of a cohort, in their order, as they stand on a day."""
    begun = [place for place, one in enumerate(rounds) if one.opens_on <= day]
    opened = [place for place in begun if rounds[place].is_open_on(day)]
    place = opened[-1] if opened else begun[-1] if begun else -1
    return RoundState(
        begun=tuple(rounds[one] for one in begun),
        shown=rounds[place] if place >= 0 else None,
        previous=rounds[place - 1] if place > 0 else None,
        following=rounds[place + 1] if place + 1 < len(rounds) else None,
        is_open=bool(opened),
    )


def last_filled(state: RoundState, filled: Collection[int]) -> RoundState:
    """For who only reads: the last round, among those of the keys `filled`, in which somebody placed a structure."""
    places = [place for place, one in enumerate(state.begun) if one.pk in filled]
    if not places or state.begun[places[-1]] == state.shown:
        return state
    place = places[-1]
    return replace(
        state,
        shown=state.begun[place],
        previous=state.begun[place - 1] if place else None,
        following=state.begun[place + 1],
        is_open=False,
    )
