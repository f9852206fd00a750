"""How the structures' levels stand to each other: what is shown and when, the spread of each criterion, the distance of
each pair. Never a mean alone, and nothing that ranks."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from cohorts.models import Axis, Criterion
from logbook.enums import Reading

# Fewer than this many answers would tell who said what.
LEAST = 3
# From two levels of difference on, a criterion is a subject for the next meeting.
WIDE = 2
HIGH, LOW = 3, 2


def is_disclosed(answered: Collection[int], active: Collection[int], consenting: Collection[int]) -> bool:
    """Whether levels may be shown: at least three structures have answered, or every active one where they are fewer;
    or every active one consents. Structures by their keys."""
    answered, active = set(answered), set(active)
    if not answered or not active:
        return False
    enough = len(answered) >= LEAST if len(active) >= LEAST else active <= answered
    return enough or active <= set(consenting)


@dataclass(frozen=True, order=True)
class Voice:
    """A structure as the map calls it: by its name, or by a code when it has not shared its levels."""

    name: str
    short: str
    key: int
    named: bool = True
    own: bool = False

    @property
    def pk(self) -> int:
        return self.key


@dataclass(frozen=True)
class Spread:
    """The levels of the structures on one criterion; "not concerned yet" (None) counts in none of the figures.

    `agreed` is the level agreed together, None where there is none; `before` the same criterion in the round before.
    """

    criterion: Criterion
    axis: Axis
    positions: tuple[tuple[Voice, int | None], ...]
    agreed: int | None = None
    before: "Spread | None" = None

    @property
    def levels(self) -> list[int]:
        return sorted(level for _voice, level in self.positions if level is not None)

    @property
    def lowest(self) -> int | None:
        return self.levels[0] if self.levels else None

    @property
    def highest(self) -> int | None:
        return self.levels[-1] if self.levels else None

    @property
    def width(self) -> int | None:
        """Levels between the lowest and the highest; None where fewer than two structures chose one."""
        return self.levels[-1] - self.levels[0] if len(self.levels) > 1 else None

    @property
    def mean(self) -> Decimal | None:
        return Decimal(sum(self.levels)) / len(self.levels) if self.levels else None

    @property
    def reading(self) -> Reading:
        """Split: two levels apart or more. Else agreed high (all on 3 or 4), agreed low (all on 1 or 2), or close."""
        if self.width is None or self.mean is None:
            return Reading.FEW
        if self.width >= WIDE:
            return Reading.SPLIT
        if self.mean >= HIGH:
            return Reading.HIGH
        return Reading.LOW if self.mean <= LOW else Reading.CLOSE

    @property
    def is_illusion(self) -> bool:
        """A mean of 3 or more that hides two levels of difference: it looks agreed and is not."""
        return self.reading == Reading.SPLIT and self.mean is not None and self.mean >= HIGH

    @property
    def width_change(self) -> int | None:
        """By how many levels the spread grew (+) or closed (-) since the round before."""
        if self.before is None or self.width is None or self.before.width is None:
            return None
        return self.width - self.before.width

    @property
    def mean_change(self) -> Decimal | None:
        if self.before is None or self.mean is None or self.before.mean is None:
            return None
        return self.mean - self.before.mean


@dataclass(frozen=True)
class Pair:
    """How far two structures stand apart: the mean difference of their levels, over the criteria on which both chose
    one. None where there is no such criterion."""

    distance: Decimal | None
    common: int


def pair(one: Voice, other: Voice, spreads: Iterable[Spread]) -> Pair:
    """Symmetric, and zero from a structure to itself."""
    gaps = []
    for spread in spreads:
        levels = dict(spread.positions)
        mine, theirs = levels.get(one), levels.get(other)
        if mine is not None and theirs is not None:
            gaps.append(abs(mine - theirs))
    return Pair(Decimal(sum(gaps)) / len(gaps) if gaps else None, len(gaps))


@dataclass(frozen=True)
class Alignment:
    """The map of a round: the spreads that may be shown, in the order of the axes."""

    voices: tuple[Voice, ...]
    spreads: tuple[Spread, ...]

    def read_as(self, reading: Reading) -> list[Spread]:
        return [spread for spread in self.spreads if spread.reading == reading]

    @property
    def split(self) -> list[Spread]:
        """The widest first; illusions are among them."""
        return sorted(self.read_as(Reading.SPLIT), key=lambda one: -(one.width or 0))

    @property
    def high(self) -> list[Spread]:
        return self.read_as(Reading.HIGH)

    @property
    def low(self) -> list[Spread]:
        return self.read_as(Reading.LOW)

    @property
    def close(self) -> list[Spread]:
        return self.read_as(Reading.CLOSE)

    @property
    def illusions(self) -> list[Spread]:
        return [spread for spread in self.split if spread.is_illusion]

    @property
    def table(self) -> list[tuple[Spread, list[int | None]]]:
        """Each criterion with the level of each voice, in their order."""
        return [(spread, [dict(spread.positions).get(voice) for voice in self.voices]) for spread in self.spreads]

    @property
    def matrix(self) -> list[tuple[Voice, list[Pair]]]:
        return [(one, [pair(one, other, self.spreads) for other in self.voices]) for one in self.voices]

    @property
    def furthest(self) -> tuple[Voice, Voice, Pair] | None:
        """The two structures that stand furthest apart, where any two can be compared."""
        pairs = [(one, other, pair(one, other, self.spreads)) for one, other in combinations(self.voices, 2)]
        known = [found for found in pairs if found[2].distance is not None]
        return max(known, key=lambda found: found[2].distance or 0, default=None)


def alignment(voices: Sequence[Voice], spreads: Iterable[Spread], order: Sequence[Criterion]) -> Alignment:
    """The map, whatever order the structures come in."""
    place = {criterion.pk: number for number, criterion in enumerate(order)}
    return Alignment(tuple(sorted(voices)), tuple(sorted(spreads, key=lambda spread: place[spread.criterion.pk])))
