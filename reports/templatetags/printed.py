"""What only printed documents need. Pure: nothing here asks the database."""

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from core import richtext
from core.richtext import Line

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


@register.filter
def printed(value: Any) -> SafeString:
    """A text that somebody wrote (`text`, and `html` where it is formatted), in paragraphs short enough to lay out."""
    if not value.html:
        return format_html_join("", "<p>{}</p>", ((piece,) for piece in paragraphs(value.text)))
    return mark_safe(richtext.shown(piece for line in richtext.read_html(value.html) for piece in _shorter(line)))


def _shorter(line: Line) -> list[Line]:
    """A line of a reasonable length as it is; a long one cut like a paragraph, each of its pieces looking as it did."""
    if len(line.words) <= LONGEST:
        return [line]
    return [replace(line, runs=(replace(run, text=piece),)) for run in line.runs for piece in paragraphs(run.text)]


@register.simple_tag
def share(value: Any, whole: Any) -> int:
    """Whole per cent of the whole, between 0 and 100."""
    return max(0, min(100, round(Decimal(value) * 100 / Decimal(whole)))) if whole else 0


@register.filter
def ink(palette: str) -> str:
    """The colour of an axis; the house's own where there is none."""
    return INKS.get(palette, HOUSE)
