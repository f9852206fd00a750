"""What only printed documents need. Pure: nothing here asks the database."""

import re
from decimal import Decimal
from typing import Any

from django import template

register = template.Library()

# The five colours of the axes: an SVG of a document takes no colour from the style sheet around it.
INKS = {"horizon": "#1f5fa6", "gestion": "#6d46a8", "eco": "#8f5500", "gouv": "#a82c58", "eval": "#2b6e30"}
HOUSE = "#14625a"
LONGEST = 1000  # the time to lay a paragraph out grows faster than its length


@register.filter
def paragraphs(text: str) -> list[str]:
    """The text cut where its author did, and long stretches at the end of a sentence, else between two words."""
    return [piece for block in re.split(r"\s*\n\s*", text.strip()) if block for piece in _cut(block)]


def _cut(block: str) -> list[str]:
    pieces = []
    while len(block) > LONGEST:
        head = block[:LONGEST]
        ends = [found.end() for found in re.finditer(r"[.!?…]\s", head)]
        place = ends[-1] if ends else head.rfind(" ") + 1
        place = place or LONGEST
        pieces.append(block[:place].strip())
        block = block[place:]
    return [*pieces, block.strip()]


@register.simple_tag
def share(value: Any, whole: Any) -> int:
    """Whole per cent of the whole, between 0 and 100."""
    return max(0, min(100, round(Decimal(value) * 100 / Decimal(whole)))) if whole else 0


@register.filter
def ink(palette: str) -> str:
    """The colour of an axis; the house's own where there is none."""
    return INKS.get(palette, HOUSE)
