"""How the levels move from round to round, axis by axis: each structure for itself, and what is agreed together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cohorts.models import Axis, Round

from .levels import Named, Placed, mean_levels


@dataclass(frozen=True)
class Line:
    """The mean levels of one structure on an axis, one a round; None where it chose none."""

    structure: Named
    levels: tuple[Decimal | None, ...]


@dataclass(frozen=True)
class Curve:
    """An axis over the rounds."""

    axis: Axis
    rounds: tuple[Round, ...]
    lines: tuple[Line, ...]


def curves(axes: Iterable[Axis], placed_by_round: Mapping[Round, Sequence[Placed]]) -> tuple[Curve, ...]:
    """A curve for each axis on which at least two rounds hold a level; rounds without any level are left out."""
    axes = list(axes)
    rounds = sorted(
        (one for one, placed in placed_by_round.items() if any(place.level is not None for place in placed)),
        key=lambda one: (one.opens_on, one.position),
    )
    if len(rounds) < 2:
        return ()
    means = [{row.structure: row.levels for row in mean_levels(placed_by_round[one], axes)} for one in rounds]
    everybody = sorted({who for of_round in means for who in of_round}, key=lambda who: (who.name, who.pk))
    found = []
    for axis in axes:
        lines = [Line(who, tuple(of_round.get(who, {}).get(axis.pk) for of_round in means)) for who in everybody]
        told = tuple(line for line in lines if any(level is not None for level in line.levels))
        filled = sum(any(line.levels[place] is not None for line in told) for place in range(len(rounds)))
        if filled > 1:
            found.append(Curve(axis, tuple(rounds), told))
    return tuple(found)
