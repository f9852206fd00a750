"""How a structure's stakes moved from one time to another."""

from collections.abc import Mapping
from dataclasses import dataclass

from projects.enums import Move, StakeKind

SHIFT = 25  # points, from which a move is said


@dataclass(frozen=True)
class Shift:
    """A line whose points moved enough to be talked about."""

    kind: StakeKind
    before: int
    after: int
    move: Move


def shifts(before: Mapping[str, int], after: Mapping[str, int]) -> list[Shift]:
    """The lines that appeared (from no point to some), vanished (from some to none) or moved by 25 points or more, in
    the order of the list. `before` and `after` give points by kind; a kind that one of them leaves out is not compared,
    since a reader who may not read it may not learn of its move."""
    found = []
    for kind in StakeKind:
        if kind not in before or kind not in after:
            continue
        old, new = before[kind], after[kind]
        if old == 0 and new > 0:
            found.append(Shift(kind, old, new, Move.APPEARED))
        elif old > 0 and new == 0:
            found.append(Shift(kind, old, new, Move.VANISHED))
        elif abs(new - old) >= SHIFT:
            found.append(Shift(kind, old, new, Move.SHIFTED))
    return found
