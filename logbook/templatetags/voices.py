"""Draws the index of « nous » by month, with its band; the table beside it says the same in figures."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from core.dates import format_month
from core.templatetags.house import percent
from logbook.enums import Whose
from logbook.queries import NousPage, Spoken

register = template.Library()

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 640, 200, 44, 16, 12, 28


@register.inclusion_tag("components/nous_chart.html")
def nous_chart(page: NousPage, name: str) -> dict[str, Any]:
    """A line through the months with enough text, and the band around it. Months without enough text are left out."""
    known = [(one.first_day, one.index.value, one.index.band) for one in page.months if one.index.enough]
    first = page.months[0].first_day.toordinal() if page.months else 0
    days = (page.months[-1].first_day.toordinal() - first or 1) if page.months else 1

    def x(day: Any) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * (day.toordinal() - first) / days

    def y(value: float) -> float:
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - value)

    upper = [f"{x(day):.1f} {y(band[1]):.1f}" for day, _value, band in known if band]
    lower = [f"{x(day):.1f} {y(band[0]):.1f}" for day, _value, band in reversed(known) if band]
    points = [(f"{x(day):.1f}", f"{y(value):.1f}") for day, value, _band in known if value is not None]
    said = [f"{format_month(day)} {percent(value)}" for day, value, _band in known]
    return {
        "name": name,
        "words": _("Index of « nous » by month: %(said)s") % {"said": ", ".join(said) or _("too little text")},
        "width": WIDTH,
        "height": HEIGHT,
        "left": LEFT,
        "right": WIDTH - RIGHT,
        "band": f"M{'L'.join(upper + lower)}Z" if upper else "",
        "path": "M" + "L".join(f"{at} {height}" for at, height in points) if points else "",
        "points": points,
        "grid": [(f"{y(value):.1f}", f"{y(value) + 4:.1f}", percent(value)) for value in (0, 0.5, 1)],
        "months": [(f"{x(one.first_day):.1f}", format_month(one.first_day)[:4].rstrip(".")) for one in page.months],
        "base": HEIGHT - 8,
    }


@register.inclusion_tag("logbook/_whose.html", takes_context=True)
def whose(context: dict[str, Any], spoken: Spoken, *, may_tell: bool) -> dict[str, Any]:
    """Who the « nous » of a sentence is, with the buttons that say it for who may."""
    return {
        "project": context["page"].place.project,
        "answer": spoken.sentence.answer,
        "sentence": spoken.mark,
        "whose": spoken.sentence.whose,
        "may_tell": may_tell,
        "csrf_token": context.get("csrf_token"),
        "choices": Whose,
    }
