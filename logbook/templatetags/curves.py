"""Draws the levels of an axis from round to round: the same SVG in the page and in the PDF."""

from decimal import Decimal
from itertools import pairwise
from typing import Any

from django import template
from django.utils.translation import gettext as _

from core.templatetags.house import number
from logbook.figures import Curve

from .charts import COLOURS, DASHES, MARKERS

register = template.Library()

WIDTH, HEIGHT, LEFT, RIGHT, TOP, FOOT = 320, 176, 26, 24, 12, 30


@register.inclusion_tag("components/curve.html")
def curve(figure: Curve, name: str) -> dict[str, Any]:
    """The lines of a `figures.Curve`; `name` keeps its id apart on the page."""
    step = (WIDTH - LEFT - RIGHT) / max(1, len(figure.rounds) - 1)
    across = [LEFT + step * place for place in range(len(figure.rounds))]
    return {
        "name": name,
        "words": words(figure),
        "width": WIDTH,
        "height": HEIGHT,
        "left": LEFT,
        "right": WIDTH - RIGHT,
        "foot": HEIGHT - 8,
        "grid": [(level, f"{_down(Decimal(level)):.1f}") for level in (1, 2, 3, 4)],
        "rounds": [
            (f"{x:.1f}", _anchor(place, len(across)), str(one))
            for place, (x, one) in enumerate(zip(across, figure.rounds, strict=True))
        ],
        "lines": [_line(place, line.structure.name, line.levels, across) for place, line in enumerate(figure.lines)],
    }


def words(figure: Curve) -> str:
    """The drawing for who hears it."""
    said = []
    for line in figure.lines:
        values = [
            f"{one} {number(level, 1)}" if level is not None else _("%(round)s: none") % {"round": one}
            for one, level in zip(figure.rounds, line.levels, strict=True)
        ]
        said.append(f"{line.structure.name} – {', '.join(values)}")
    return f"{figure.axis.title}. {'. '.join(said)}"


def _down(level: Decimal) -> float:
    return TOP + (HEIGHT - TOP - FOOT) * float(4 - level) / 3


def _anchor(place: int, number_of: int) -> str:
    return "start" if place == 0 else "end" if place == number_of - 1 else "middle"


def _line(place: int, name: str, levels: tuple[Decimal | None, ...], across: list[float]) -> dict[str, str]:
    points = [None if level is None else (x, _down(level)) for x, level in zip(across, levels, strict=True)]
    path = "".join(
        f"M{one[0]:.1f} {one[1]:.1f}L{other[0]:.1f} {other[1]:.1f}"
        for one, other in pairwise(points)
        if one is not None and other is not None
    )
    marker = MARKERS[place % len(MARKERS)]

    def mark(x: float, y: float) -> str:
        return marker.format(x=f"{x:.1f}", y=f"{y:.1f}", l=f"{x - 4:.1f}", t=f"{y - 4:.1f}")

    return {
        "name": name,
        "path": path,
        "marks": "".join(mark(*point) for point in points if point is not None),
        "sample": mark(16, 8),
        "colour": COLOURS[place % len(COLOURS)],
        "dash": DASHES[place % len(DASHES)],
    }
