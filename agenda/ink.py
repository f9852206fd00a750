"""A drawn signature: strokes of whole numbers in one fixed box. Pure; nothing here asks the database.

A device sends points and never a picture: what is shown and printed is drawn by us, and neither the time nor the
pressure of the hand is kept, which would make a biometric of it.
"""

from collections.abc import Sequence
from typing import Any

WIDTH, HEIGHT = 600, 200
MOST_STROKES, MOST_POINTS = 80, 4000

Ink = list[list[list[int]]]


class BadInk(ValueError):
    """What was sent is no drawing."""


def check_ink(told: Any) -> Ink:
    """The strokes, each a list of [x, y] inside the box; raises BadInk for anything else."""
    if not isinstance(told, list) or len(told) > MOST_STROKES:
        raise BadInk
    points = 0
    for stroke in told:
        if not isinstance(stroke, list) or not stroke:
            raise BadInk
        points += len(stroke)
        if points > MOST_POINTS or not all(_is_point(point) for point in stroke):
            raise BadInk
    return told


def _is_point(told: Any) -> bool:
    if not isinstance(told, list) or len(told) != 2 or not all(type(place) is int for place in told):
        return False
    return 0 <= told[0] <= WIDTH and 0 <= told[1] <= HEIGHT


def path_of(ink: Sequence[Sequence[Sequence[int]]]) -> str:
    """The path of an SVG; a lone point becomes a dot."""
    pieces = []
    for stroke in ink:
        first, *rest = stroke
        pieces.append(f"M{first[0]} {first[1]}" + ("".join(f"L{x} {y}" for x, y in rest) or "h1"))
    return "".join(pieces)
