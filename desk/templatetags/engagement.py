"""Draws what structures give compared with what they declared, as inline SVG. Geometry only: figures come ready."""

from decimal import Decimal
from typing import Any

from django import template

from desk.engagement import ACTION, CONTRIBUTION, OVERLOAD, Balance

register = template.Library()

LEAST_WIDTH = Decimal("1.5")  # so that a hundred per cent stands at the same place as long as nobody is far above


@register.inclusion_tag("components/engagement_bars.html")
def engagement_bars(balance: Balance) -> dict[str, Any]:
    """A bar a structure with a mark at a hundred per cent; the table beside it has the hours."""
    ratios = [line.ratio for line in balance.lines if line.ratio is not None]
    most = max([LEAST_WIDTH, *ratios])
    rows = [
        (line, None if line.ratio is None else f"{line.ratio * 100 / most:.2f}", line.is_overloaded)
        for line in balance.lines
        if line.left_on is None
    ]
    return {
        "rows": rows, "whole": f"{100 / most:.2f}", "overload": f"{OVERLOAD * 100 / most:.2f}", "balance": balance,
        "action": ACTION, "contribution": CONTRIBUTION,
    }  # fmt: skip
