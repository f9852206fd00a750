from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from core import money

N, F = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1234,5", "1234.50"),
        ("1 234,50", "1234.50"),
        (f"1{N}234,50{F}€", "1234.50"),
        ("1.234,50", "1234.50"),
        ("EUR 1,234.50", "1234.50"),
        ("1 234 567", "1234567.00"),
        ("12", "12.00"),
        ("12.3 €", "12.30"),
        ("400 euros", "400.00"),
        ("− 1 400,00", "-1400.00"),
        ("-5", "-5.00"),
        ("-0", "0.00"),
        ("+5", "5.00"),
    ],
)
def test_an_amount_is_read_as_people_type_it(typed, amount):
    assert money.parse_money(typed) == Decimal(amount)


@pytest.mark.parametrize(
    "typed", ["", "abc", "1,2,3", "1.234", "1,234", "1.234.50", "12 34", "1e9", "12,345", "NaN", "٣", "9" * 13, "5 € 3"]
)
def test_what_is_no_amount_is_refused_in_words(typed):
    with translation.override("fr"), pytest.raises(money.NotAnAmount, match="par exemple"):
        money.parse_money(typed)


@pytest.mark.parametrize(
    ("amount", "style", "french", "english"),
    [
        ("5000", "full", f"5{N}000,00{F}€", f"EUR{F}5,000.00"),
        ("5000", "short", f"5{N}000{F}€", f"EUR{F}5,000"),
        ("5000.5", "short", f"5{N}000,50{F}€", f"EUR{F}5,000.50"),
        ("-1400", "signed", f"−{F}1{N}400,00{F}€", f"−EUR{F}1,400.00"),
        ("1400", "signed", f"+{F}1{N}400,00{F}€", f"+EUR{F}1,400.00"),
        ("0", "signed", f"0,00{F}€", f"EUR{F}0.00"),
        ("-3.10", "full", f"−{F}3,10{F}€", f"−EUR{F}3.10"),
    ],
)
def test_an_amount_is_written_in_both_languages(amount, style, french, english):
    assert money.format_money(Decimal(amount), style, "fr") == french
    assert money.format_money(Decimal(amount), style, "en") == english


def test_an_unknown_style_of_amount_is_a_programming_error():
    with pytest.raises(ValueError, match="fancy"):
        money.format_money(Decimal(1), "fancy")


def test_the_cents_left_over_go_to_the_largest_remainders():
    assert money.split(Decimal("100.00"), [1, 1, 1]) == [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]
    assert money.split(Decimal("0.05"), [1, 2, 3]) == [Decimal("0.01"), Decimal("0.02"), Decimal("0.02")]
    assert money.split(Decimal("-100.00"), [1, 1, 1]) == [Decimal("-33.34"), Decimal("-33.33"), Decimal("-33.33")]


@given(
    st.decimals(min_value=-10_000_000, max_value=10_000_000, places=2),
    st.lists(st.integers(0, 10_000), min_size=1, max_size=12).filter(any),
)
def test_shares_add_up_to_the_amount(amount, weights):
    shares = money.split(amount, weights)

    assert sum(shares) == amount
    assert all(share == 0 for share, weight in zip(shares, weights, strict=True) if weight == 0)


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1, 2]])
def test_weights_that_share_nothing_are_refused(weights):
    with pytest.raises(ValueError, match="Weights"):
        money.split(Decimal("10.00"), weights)


def test_an_amount_finer_than_a_cent_is_not_shared():
    with pytest.raises(ValueError, match="two places"):
        money.split(Decimal("10.001"), [1])


@given(st.decimals(min_value=0, max_value=999_999_999, places=2))
def test_what_is_written_in_french_is_read_back(amount):
    assert money.parse_money(money.format_money(amount, "full", "fr")) == amount
