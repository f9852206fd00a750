"""What templates say with: rights, amounts, days, hours, axes, and the components that need a little arithmetic.

Pure: nothing here asks the database.
"""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from core import dates, gate, money, richtext

register = template.Library()

NOTHING = "–"
FIXED = "\u00a0"


@register.simple_tag(takes_context=True)
def may(context: template.Context, verb_noun: str, *objects: Any) -> bool:
    """Whether the person reading may do this: the same function as the gate's."""
    return gate.may(context["request"].user, verb_noun, *objects)


@register.filter(name="money")
def money_(amount: Decimal | int | None, style: str = "full") -> str:
    return NOTHING if amount is None else money.format_money(Decimal(amount), style)


@register.filter
def percent(ratio: float | Decimal | None) -> str:
    """A ratio between 0 and 1 as a whole percentage; no ratio is a dash, not a zero."""
    if ratio is None:
        return NOTHING
    return f"{_whole(Decimal(str(ratio)) * 100)}{FIXED}%"


def _whole(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), rounding="ROUND_HALF_UP"))


@register.filter
def number(value: float | Decimal | None, places: int = 0) -> str:
    """A figure rounded half up, its thousands parted as in amounts."""
    if value is None:
        return NOTHING
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), rounding="ROUND_HALF_UP")
    return money.format_figures(rounded, places)


@register.filter
def day(value: dt.date | dt.datetime | None) -> str:
    return dates.format_day(value, "week") if value else ""


@register.filter
def day_brief(value: dt.date | dt.datetime | None) -> str:
    return dates.format_day(value, "brief") if value else ""


@register.filter
def day_short(value: dt.date | dt.datetime | None) -> str:
    return dates.format_day(value, "short") if value else ""


@register.filter
def day_long(value: dt.date | dt.datetime | None) -> str:
    return dates.format_day(value, "long") if value else ""


@register.filter
def month(value: dt.date | dt.datetime | None) -> str:
    return dates.format_month(value) if value else ""


@register.filter
def clock(value: dt.time | dt.datetime | None) -> str:
    return dates.format_clock(value) if value is not None else ""


@register.filter
def moment(value: dt.datetime | None) -> str:
    return dates.format_moment(value) if value else ""


@register.simple_tag
def hours(start: dt.time | dt.datetime, end: dt.time | dt.datetime) -> str:
    return dates.format_hours(start, end)


@register.filter
def axis_class(axis: Any) -> str:
    """The classes that give an element, and all within, the axis's colours; without an axis, the house's."""
    return f"axis axis-{axis.palette}" if axis else "axis"


@register.filter
def axis_icon(axis: Any) -> str:
    icon = axis.icon.removeprefix("bi-") if axis else "compass"
    return f"bi-{icon}"


def _share(value: Any, whole: Any) -> Decimal:
    """The part of the whole, between 0 and 100, to one place: what an SVG attribute takes."""
    if not whole or value is None:
        return Decimal(0)
    ratio = Decimal(str(value)) * 100 / Decimal(str(whole))
    return min(max(ratio, Decimal(0)), Decimal(100)).quantize(Decimal("0.1"))


@register.inclusion_tag("components/meter.html")
def meter(
    value: Any, whole: Any = 100, label: str = "", figure: str = "", tone: str = "", *, bare: bool = False
) -> dict[str, Any]:
    """A bar and its figure; `bare` leaves the figure to the page that prints it beside."""
    share = _share(value, whole)
    shown = figure or f"{_whole(share)}{FIXED}%"
    return {"share": share, "label": label, "figure": shown, "tone": tone, "bare": bare}


@register.inclusion_tag("components/progress_bar.html")
def progress_bar(done: int, total: int, state: str) -> dict[str, Any]:
    share = Decimal(100) if state == "done" else _share(done, total)
    return {"share": share, "whole": _whole(share)}


@register.inclusion_tag("components/money_bar.html")
def money_bar(total: Decimal, paid: Decimal, committed: Decimal) -> dict[str, Any]:
    """What is paid, committed (hatched) and still available of a fund; `committed` leaves out what is paid."""
    paid_share = _share(paid, total)
    return {
        "total": total,
        "paid": paid,
        "committed": committed,
        "available": total - paid - committed,
        "paid_share": paid_share,
        "committed_share": min(_share(committed, total), 100 - paid_share),
    }


@register.simple_block_tag
def page_header(content: SafeString, **parameters: Any) -> SafeString:
    """Crumbs, the page's only h1, a leading line; between the tags, the actions."""
    return render_to_string("components/page_header.html", {**parameters, "actions": content})


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: Any) -> str:
    """The address's own words with some changed; an empty value takes its word away."""
    words = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            words.pop(name, None)
        else:
            words[name] = value
    return f"?{words.urlencode()}"


@register.filter
def of(figures: Mapping[Any, Any], key: Any) -> Any:
    """The figure of a row, by its key; nought where there is none."""
    return figures.get(key, 0)


@register.filter
def written(value: Any) -> SafeString:
    """A text that somebody wrote (`text`, and `html` where it is formatted), in a box of its own. The sanitiser cleans
    what is stored as it cleaned what was typed."""
    if not value.html:
        return format_html('<div class="answer-text" dir="auto">{}</div>', value.text)
    look = richtext.shown(richtext.read_html(value.html))
    return format_html('<div class="answer-text rich" dir="auto">{}</div>', mark_safe(look))


@register.filter
def compared(html: str) -> SafeString:
    """A text of core.differences, its changes marked by underlining and striking through."""
    return format_html('<div class="answer-text rich marked" dir="auto">{}</div>', mark_safe(html))
