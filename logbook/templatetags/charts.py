"""Draws a radar as inline SVG, the same in the page and in the PDF. Geometry only: the figures come from `figures`."""

import math
import textwrap
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import gettext as _

from core.templatetags.house import number
from logbook.figures import Radar

register = template.Library()

WIDTH, HEIGHT, RADIUS = 360, 272, 92
CENTRE = (180, 122)
LINE = 16  # from one line of a label to the next
COLOURS = ("#14625a", "#b5431d", "#1f5fa6", "#8a5a00", "#6d46a8", "#a82c58")
DASHES = ("", "8 4", "2 3", "9 3 2 3")
MARKERS = (
    "M{l} {y}a4 4 0 1 0 8 0a4 4 0 1 0-8 0z",
    "M{l} {t}h8v8h-8z",
    "M{x} {t}l5 8h-10z",
    "M{x} {t}l5 4l-5 5l-5-5z",
)


@dataclass(frozen=True)
class Label:
    """The name of an axis, in lines that fit beside its corner."""

    anchor: str
    lines: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Drawn:
    """A structure's line: its outline, its marks, and what tells it from the others besides its colour."""

    name: str
    outline: str
    marks: str
    colour: str
    dash: str
    sample: str


@register.inclusion_tag("components/radar.html")
def radar(figure: Radar, name: str = "radar") -> dict[str, Any]:
    """The chart of a `figures.Radar`; `name` keeps its ids apart from those of another chart on the page."""
    corners = len(figure.axes)
    return {
        "name": name,
        "radar": figure,
        "words": _words(figure),
        "width": WIDTH,
        "height": HEIGHT,
        "rings": [
            (level, _path([_point(place, corners, Decimal(level)) for place in range(corners)], closed=True))
            for level in (1, 2, 3, 4)
        ],
        "ring_labels": [(level, _beside(corners, Decimal(level))) for level in (1, 2, 3, 4)],
        "spokes": [_path([CENTRE, _point(place, corners, Decimal(4))]) for place in range(corners)],
        "labels": [_label(axis.title, place, corners) for place, axis in enumerate(figure.axes)],
        "drawn": [_drawn(one.structure.name, levels, place) for place, (one, levels) in enumerate(figure.rows)],
    }


def _words(figure: Radar) -> str:
    """The chart for who hears it: every value, by structure and axis."""
    parts = []
    for one, levels in figure.rows:
        values = [
            f"{axis.title} {number(level, 1)}"
            if level is not None
            else _("%(axis)s not concerned yet") % {"axis": axis.title}
            for axis, level in zip(figure.axes, levels, strict=True)
        ]
        parts.append(f"{one.structure.name} – {', '.join(values)}")
    return ". ".join(parts)


def _point(place: int, corners: int, level: Decimal) -> tuple[float, float]:
    angle = math.radians(360 * place / corners - 90)
    distance = RADIUS * float(level) / 4
    return CENTRE[0] + distance * math.cos(angle), CENTRE[1] + distance * math.sin(angle)


def _beside(corners: int, level: Decimal) -> tuple[str, str]:
    """The middle of a ring's first side: where the number of a level hides no mark."""
    one, other = _point(0, corners, level), _point(1, corners, level)
    return _xy(((one[0] + other[0]) / 2, (one[1] + other[1]) / 2))


def _xy(point: tuple[float, float]) -> tuple[str, str]:
    return f"{point[0]:.1f}", f"{point[1]:.1f}"


def _path(points: list[tuple[float, float]], *, closed: bool = False) -> str:
    return "M" + "L".join(" ".join(_xy(point)) for point in points) + ("z" if closed else "")


def _label(title: str, place: int, corners: int) -> Label:
    lines = textwrap.wrap(title, 14, break_long_words=False)
    x, y = _point(place, corners, Decimal(4))
    aside, down = (x - CENTRE[0]) / RADIUS, (y - CENTRE[1]) / RADIUS
    anchor = "middle"
    if abs(aside) < 0.1:
        y = y - 10 - LINE * (len(lines) - 1) if down < 0 else y + 22
    elif down > 0.5:
        x, y = x + 18 * math.copysign(1, aside), y + 20
    else:
        anchor = "start" if aside > 0 else "end"
        x, y = x + 9 * math.copysign(1, aside), y + 5 - LINE * (len(lines) - 1) / 2
    return Label(anchor, tuple((*_xy((x, y + LINE * row)), line) for row, line in enumerate(lines)))


def _drawn(name: str, levels: list[Decimal | None], place: int) -> Drawn:
    marker = MARKERS[place % len(MARKERS)]
    points = [None if level is None else _point(corner, len(levels), level) for corner, level in enumerate(levels)]
    return Drawn(
        name=name,
        outline=_outline(points),
        marks="".join(_mark(marker, point) for point in points if point is not None),
        colour=COLOURS[place % len(COLOURS)],
        dash=DASHES[place % len(DASHES)],
        sample=_mark(marker, (16, 8)),
    )


def _outline(points: list[tuple[float, float] | None]) -> str:
    """A closed line where every axis has a level; else only the sides between two neighbours that have one."""
    known = [point for point in points if point is not None]
    if len(known) == len(points):
        return _path(known, closed=True)
    sides = zip(points, points[1:] + points[:1], strict=True)
    return "".join(_path([one, other]) for one, other in sides if one is not None and other is not None)


def _mark(marker: str, point: tuple[float, float]) -> str:
    x, y = point
    return marker.format(x=f"{x:.1f}", y=f"{y:.1f}", l=f"{x - 4:.1f}", t=f"{y - 4:.1f}")


@register.filter
def level_name(names: dict[int, str], level: int) -> str:
    """The name of a level on the scale of this edition."""
    return names.get(level, "")
