"""Draws the values of an objective over time: the same SVG in the page and in the PDF."""

from decimal import Decimal
from typing import Any

from django import template

from core.dates import format_day
from core.templatetags.house import number
from logbook.figures import Course

register = template.Library()

WIDTH, HEIGHT, LEFT, TOP = 320, 120, 12, 16


@register.inclusion_tag("components/course.html")
def course(figure: Course, name: str) -> dict[str, Any]:
    """A line through the values, and a dashed one at the target; `name` keeps its id apart on the page."""
    one, values = figure.objective, figure.values
    known = [value.value for value in values]
    known += [bound for bound in (one.start_value, one.target_value) if bound is not None]
    lowest, highest = min(known, default=Decimal(0)), max(known, default=Decimal(1))
    room = highest - lowest or Decimal(1)

    def height(value: Decimal) -> str:
        return f"{TOP + (HEIGHT - 2 * TOP) * float((highest - value) / room):.1f}"

    first, last = (values[0].measured_on, values[-1].measured_on) if values else (None, None)
    days = (last - first).days or 1 if first and last else 1
    points = [
        (
            f"{LEFT + (WIDTH - 2 * LEFT) * (value.measured_on - values[0].measured_on).days / days:.1f}",
            height(value.value),
        )
        for value in values
    ]
    said = [f"{format_day(value.measured_on, 'short')} {number(value.value, places(value.value))}" for value in values]
    return {
        "name": name,
        "words": f"{one.indicator} – {', '.join(said)}",
        "width": WIDTH,
        "height": HEIGHT,
        "points": points,
        "path": "M" + "L".join(f"{x} {y}" for x, y in points),
        "target": height(one.target_value) if one.target_value is not None else None,
    }


@register.filter
def figure(value: Decimal | None) -> str:
    """A value with the decimals that it has, two at most."""
    return number(value, places(value)) if value is not None else "–"


def places(value: Decimal) -> int:
    return max(0, -int(Decimal(value).normalize().as_tuple().exponent))
