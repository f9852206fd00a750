"""Draws where the structures stand on one criterion: dots on one scale, the same SVG in the page and in the PDF."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django import template
from django.utils.translation import gettext as _

from logbook.figures import Spread

register = template.Library()

WIDTH, FIRST, STEP = 320, 34, 84
DOT, APART, ROW = 10, 22, 22  # radius of a dot; from one dot to the next; from one row of dots to the next
ABREAST = 3
# The colours of theme.css: an SVG that is printed reads no stylesheet.
COLOURS = {"horizon": "#1f5fa6", "gestion": "#6d46a8", "eco": "#8f5500", "gouv": "#a82c58", "eval": "#2b6e30"}


@dataclass(frozen=True)
class Dot:
    x: int
    y: int
    short: str

    @property
    def base(self) -> int:
        return self.y + 4


@register.inclusion_tag("components/spread.html")
def spread(figure: Spread, name: str) -> dict[str, Any]:
    """The dots of a `figures.Spread`; `name` keeps its ids apart on the page."""
    standing = defaultdict(list)
    for voice, level in figure.positions:
        if level is not None:
            standing[level].append(voice)
    rows = max((-(-len(voices) // ABREAST) for voices in standing.values()), default=1)
    height = 14 + rows * ROW
    dots = [
        dot for level, voices in standing.items() for dot in _dots(level, [voice.short for voice in voices], height)
    ]
    lowest, highest = figure.lowest, figure.highest
    return {
        "name": name,
        "words": words(figure),
        "width": WIDTH,
        "height": height,
        "middle": height // 2,
        "colour": COLOURS.get(figure.axis.palette, "#14625a"),
        "ticks": [FIRST + STEP * place for place in range(4)],
        "dots": dots,
        "bar": (_x(lowest), _x(highest) - _x(lowest)) if lowest is not None and highest is not None else None,
        "agreed": _x(figure.agreed) if figure.agreed is not None else None,
    }


def words(figure: Spread) -> str:
    """The drawing for who hears it."""
    said = [
        f"{voice.name} {level}" if level is not None else _("%(name)s not concerned yet") % {"name": voice.name}
        for voice, level in figure.positions
    ]
    if figure.agreed is not None:
        said.append(_("agreed together %(level)d") % {"level": figure.agreed})
    return f"{figure.criterion.title} – {', '.join(said)}"


def _x(level: int) -> int:
    return FIRST + STEP * (level - 1)


def _dots(level: int, shorts: list[str], height: int) -> list[Dot]:
    """Side by side around their level, three abreast at most."""
    lines = [shorts[start : start + ABREAST] for start in range(0, len(shorts), ABREAST)]
    top = height // 2 - (len(lines) - 1) * ROW // 2
    return [
        Dot(_x(level) - (len(line) - 1) * APART // 2 + place * APART, top + number * ROW, short)
        for number, line in enumerate(lines)
        for place, short in enumerate(line)
    ]
