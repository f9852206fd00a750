"""Amounts of euros: what a person types, what a person reads, and sharing without losing a cent. No query here."""

import re
from collections.abc import Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

CENT = Decimal("0.01")
NARROW = "\u202f"
FIXED = "\u00a0"
MINUS = "\u2212"

_TYPED = re.compile(r"(?P<sign>[-−–+]?)(?P<whole>\d{1,12})(?:[.,](?P<part>\d{1,2}))?", re.ASCII)
_GROUPED = re.compile(
    r"(?P<sign>[-−–+]?)(?P<first>\d{1,3})"
    r"(?:(?P<mark>[.,])(?P<dotted>\d{3}(?:(?P=mark)\d{3})*)(?=(?!(?P=mark))[.,])|(?P<spaced>(?: \d{3})+))"
    r"(?P<cents>[.,]\d{1,2})?",
    re.ASCII,
)


class NotAnAmount(ValueError):
    """What was typed is no amount of euros; the message says how to write one."""


def parse_money(typed: str) -> Decimal:
    """Reads « 1 234,50 », « 1234.5 », « 1 234,50 € », « EUR 1,234.50 »; refuses the rest in words."""
    text = re.sub(r"[\s\u00a0\u202f\u2009']+", " ", typed).strip()
    text = re.sub(r"(?i)^(?:€|eur(?:os?)?) ?| ?(?:€|eur(?:os?)?)$", "", text)
    text = re.sub(r"^([-−–+]) ", r"\1", text)
    if grouped := _GROUPED.fullmatch(text):
        text = _ungrouped(grouped)
    found = _TYPED.fullmatch(text)
    if found is None:
        raise NotAnAmount(_("Write an amount in euros, for example 1 234,50."))
    amount = Decimal(f"{found['whole']}.{found['part'] or '0'}").quantize(CENT)
    return -amount if found["sign"] in ("-", "−", "–") and amount else amount


def _ungrouped(grouped: re.Match[str]) -> str:
    """Takes the marks between thousands away. A point or a comma parts thousands only when the other one follows
    with the cents: « 1.234 » alone may be either, so it is refused rather than guessed."""
    whole = grouped["first"] + re.sub(r"\D", "", grouped["dotted"] or grouped["spaced"])
    return grouped["sign"] + whole + (grouped["cents"] or "")


def format_figures(value: Decimal, places: int, language: str | None = None) -> str:
    """« 1 234,5 » in French, « 1,234.5 » in English; the value is rounded already."""
    figures = f"{value:,.{places}f}".replace("-", MINUS)
    french = (language or get_language() or "fr").startswith("fr")
    return figures.replace(",", NARROW).replace(".", ",") if french else figures


def format_money(amount: Decimal, style: str = "full", language: str | None = None) -> str:
    """« 5 000,00 € », or « EUR 5,000.00 » in English. Styles: full, short (no cents when there are none), signed."""
    if style not in ("full", "short", "signed"):
        raise ValueError(f"No such style of amount: {style}.")
    rounded = Decimal(amount).quantize(CENT, rounding=ROUND_HALF_UP)
    french = (language or get_language() or "fr").startswith("fr")
    whole_only = style == "short" and rounded == rounded.to_integral_value()
    figures = format_figures(abs(rounded), 0 if whole_only else 2, language)
    sign = MINUS if rounded < 0 else "+" if style == "signed" and rounded > 0 else ""
    if french:
        return f"{sign}{FIXED}{figures}{FIXED}€" if sign else f"{figures}{FIXED}€"
    return f"{sign}EUR{FIXED}{figures}"


def split(amount: Decimal, weights: Sequence[Decimal | int]) -> list[Decimal]:
    """Shares an amount by weight to the cent: the cents left over go to the largest remainders, first come on a tie.

    The shares always add up to the amount.
    """
    total = sum(Decimal(weight) for weight in weights)
    if not weights or any(weight < 0 for weight in weights) or total == 0:
        raise ValueError("Weights must be positive, and one at least above zero.")
    cents = int((Decimal(amount) / CENT).to_integral_exact())
    if Decimal(cents) * CENT != amount:
        raise ValueError("An amount to share has two places.")
    sign, cents = (-1, -cents) if cents < 0 else (1, cents)
    exact = [Decimal(cents) * Decimal(weight) / total for weight in weights]
    shares = [int(share.to_integral_value(rounding=ROUND_DOWN)) for share in exact]
    by_remainder = sorted(range(len(shares)), key=lambda rank: shares[rank] - exact[rank])
    for rank in by_remainder[: cents - sum(shares)]:
        shares[rank] += 1
    return [(sign * share * CENT).quantize(CENT) for share in shares]
