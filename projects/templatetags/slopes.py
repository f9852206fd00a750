"""Draws how the points of a structure's stakes moved between two days, as inline SVG. Geometry only."""

from dataclasses import dataclass
from typing import Any

from django import template

from projects.enums import StakeKind
from projects.queries import Version

register = template.Library()

WIDTH, TOP, BOTTOM = 400, 34, 14
LEFT, RIGHT = 130, 265
STEP = 17  # between two labels, so that none lies on another
POINT = 2.2  # units of height a point
COLOURS = ("#14625a", "#b5431d", "#1f5fa6", "#8a5a00", "#6d46a8", "#a82c58", "#43524f")
DASHES = ("", "8 4", "2 3", "9 3 2 3", "", "8 4", "2 3")


@dataclass(frozen=True)
class Slope:
    """A stake's line: where it starts and ends, and where its two labels stand."""

    label: str
    before: int
    after: int
    start: str
    end: str
    left: str
    right: str
    colour: str
    dash: str


@register.inclusion_tag("components/slopes.html")
def slopes(before: Version, after: Version) -> dict[str, Any]:
    """The chart of the stakes that the reader reads on both days; the table beside it holds the same numbers."""
    places = [place for place, kind in enumerate(StakeKind) if kind in before.points and kind in after.points]
    kinds = list(StakeKind)
    shown = [place for place in places if before.points[kinds[place]] or after.points[kinds[place]]]
    highest = max((max(one.points[kinds[place]] for one in (before, after)) for place in shown), default=0)
    floor = TOP + highest * POINT
    lefts = _apart([floor - before.points[kinds[place]] * POINT for place in shown])
    rights = _apart([floor - after.points[kinds[place]] * POINT for place in shown])
    drawn = [
        Slope(
            label=str(kinds[place].label),
            before=before.points[kinds[place]],
            after=after.points[kinds[place]],
            start=f"{floor - before.points[kinds[place]] * POINT:.1f}",
            end=f"{floor - after.points[kinds[place]] * POINT:.1f}",
            left=f"{left:.1f}",
            right=f"{right:.1f}",
            colour=COLOURS[place],
            dash=DASHES[place],
        )
        for place, left, right in zip(shown, lefts, rights, strict=True)
    ]
    height = max([floor, *lefts, *rights]) + BOTTOM
    words = ", ".join(f"{slope.label} {slope.before} → {slope.after}" for slope in drawn)
    return {
        "drawn": drawn, "before": before, "after": after, "width": WIDTH, "height": f"{height:.0f}",
        "left": LEFT, "right": RIGHT, "floor": f"{floor:.0f}", "words": words,
    }  # fmt: skip


def _apart(heights: list[float]) -> list[float]:
    """The same heights, pushed down where two would touch."""
    placed: dict[int, float] = {}
    last = float("-inf")
    for place in sorted(range(len(heights)), key=lambda one: (heights[one], one)):
        last = max(heights[place], last + STEP)
        placed[place] = last
    return [placed[place] for place in range(len(heights))]
