"""What is asked of the planner, and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Pair = tuple[str, str]


@dataclass(frozen=True)
class Guest:
    """A funder or a bearer: the rounds they are there for, and how many meetings they want at least and at most."""

    key: str
    rounds: frozenset[int]
    least: int = 0
    most: int = 10_000

    @property
    def room(self) -> int:
        """How many meetings they can have at all."""
        return min(self.most, len(self.rounds))


@dataclass(frozen=True, order=True)
class Meeting:
    """A funder and a bearer in a round."""

    round: int
    funder: str
    bearer: str

    @property
    def pair(self) -> Pair:
        return self.funder, self.bearer


@dataclass(frozen=True)
class Problem:
    """A morning to be planned.

    `worth` gives the wished value, 0 or more, of each pair (funder, bearer) that may meet; a pair that is not in it said
    no, or is kept apart. `locked` meetings are part of every plan. Keys of funders and bearers are strings that sort
    the same way every time: the plan of the same problem and seed is the same.
    """

    rounds: int
    tables: int
    funders: tuple[Guest, ...]
    bearers: tuple[Guest, ...]
    worth: Mapping[Pair, int]
    locked: frozenset[Meeting] = field(default_factory=frozenset)

    def funder(self, key: str) -> Guest:
        return self._named(self.funders)[key]

    def bearer(self, key: str) -> Guest:
        return self._named(self.bearers)[key]

    @staticmethod
    def _named(guests: tuple[Guest, ...]) -> dict[str, Guest]:
        return {guest.key: guest for guest in guests}

    @property
    def is_uniform(self) -> bool:
        """Everybody is there for the same rounds and nothing is locked: the case with a polynomial proof."""
        return not self.locked and len({guest.rounds for guest in (*self.funders, *self.bearers)}) <= 1

    @property
    def scale(self) -> int:
        """One more than the meetings any plan can hold: value counts first, then the number of meetings."""
        return self.tables * self.rounds + 1

    def gain(self, pair: Pair) -> int:
        """What a meeting of this pair adds to the planner's goal: its value, and one for being a meeting."""
        return self.worth[pair] * self.scale + 1


@dataclass(frozen=True)
class Plan:
    """Meetings, what they are worth, and the value that no plan can exceed.

    `proven`: no plan has a greater value, and none of this value has more meetings. `stopped` says that somebody, or the
    time allowed, ended the search before it was over.
    """

    meetings: tuple[Meeting, ...]
    value: int
    bound: int
    proven: bool
    stopped: bool = False

    @property
    def gap(self) -> float:
        """The share of the bound that is not proven to be out of reach; 0 for a proven plan."""
        return 0.0 if self.proven or not self.bound else (self.bound - self.value) / self.bound


def value_of(problem: Problem, meetings: tuple[Meeting, ...]) -> int:
    return sum(problem.worth[meeting.pair] for meeting in meetings)
