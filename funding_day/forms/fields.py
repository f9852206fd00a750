"""Clocks, amounts and choices as people type them."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.formats import number_format

from core.money import NotAnAmount, parse_money

CLOCK_FORMATS = ["%H:%M", "%H:%M:%S", "%Hh%M", "%H h %M", "%Hh", "%H h"]


class ClockInput(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class ClockField(forms.TimeField):
    widget = ClockInput

    def __init__(self, **more: Any) -> None:
        super().__init__(input_formats=CLOCK_FORMATS, **more)


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DayField(forms.DateField):
    widget = DayInput

    def __init__(self, **more: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d", "%d/%m/%Y"], **more)


class AmountField(forms.DecimalField):
    """Euros: « 5 000 », « 5000,50 »."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def __init__(self, **more: Any) -> None:
        super().__init__(max_digits=12, decimal_places=2, min_value=Decimal(0), **more)

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Decimal):
            return value
        return number_format(value, decimal_pos=0 if value == value.to_integral_value() else 2, force_grouping=False)

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        try:
            return parse_money(str(value))
        except NotAnAmount as wrong:
            raise forms.ValidationError(str(wrong)) from None


class Boxes(forms.MultipleChoiceField):
    """Several of a few: boxes side by side."""

    widget = forms.CheckboxSelectMultiple


def long_text(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})
