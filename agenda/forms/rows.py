"""Rows of days and hours in one form: the dates of a poll, the ranges of an offer of slots."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cohorts.models import SessionKind
from core import dates
from core.forms import BaseForm
from core.timetable import Interval

from .inputs import CLOCK_FORMATS, DAY_FORMATS, ClockInput, DayInput

MOST_ROWS = 40


class HoursRow(BaseForm):
    """A day with hours; a row left empty is no row. `intervals` is what it means."""

    day = forms.DateField(label=gettext_lazy("Day"), input_formats=DAY_FORMATS, widget=DayInput, required=False)
    starts = forms.TimeField(
        label=pgettext_lazy("hour", "From"), input_formats=CLOCK_FORMATS, widget=ClockInput, required=False
    )
    ends = forms.TimeField(
        label=pgettext_lazy("hour", "To"), input_formats=CLOCK_FORMATS, widget=ClockInput, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.intervals: list[Interval] = []

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        day, starts, ends = (facts.get(name) for name in ("day", "starts", "ends"))
        if self.errors:
            return facts
        if day is None:
            if self.has_changed():
                self.add_error("day", _("Say on which day."))
        elif not 1900 <= day.year <= 2200:
            self.add_error("day", _("This day is too far away."))
        else:
            self.read_hours(day, starts, ends)
        return facts

    def read_hours(self, day: Any, starts: Any, ends: Any) -> None:
        for name, hour in (("starts", starts), ("ends", ends)):
            if hour is None:
                self.add_error(name, _("Say at what time."))
        if starts is not None and ends is not None:
            self.add_interval(day, starts, ends)

    def add_interval(self, day: Any, starts: Any, ends: Any) -> None:
        if ends <= starts:
            self.add_error("ends", _("It must end after it starts, and before midnight."))
            return
        try:
            begun = dates.combine(day, starts)
            over = dates.combine(day, ends)
        except dates.ClockChange as change:
            self.add_error("starts", str(change))
            return
        self.intervals.append(Interval(begun, over))


class DateRow(HoursRow):
    """A day with the usual half-days of the cohort, own hours, or both."""

    halves = forms.MultipleChoiceField(
        label=gettext_lazy("Usual hours"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, kinds: Sequence[SessionKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = kinds
        fields: Any = self.fields
        fields["halves"].choices = [
            (kind.slug, f"{kind.name} · {dates.format_hours(kind.starts_at, kind.ends_at)}") for kind in kinds
        ]

    @property
    def half_choices(self) -> list[tuple[Any, SessionKind]]:
        """The boxes of the usual hours, each with its kind."""
        return list(zip(self["halves"], self.kinds, strict=True))

    def read_hours(self, day: Any, starts: Any, ends: Any) -> None:
        chosen = self.cleaned_data.get("halves") or []
        for kind in self.kinds:
            if kind.slug in chosen:
                self.add_interval(day, kind.starts_at, kind.ends_at)
        if starts is not None or ends is not None:
            super().read_hours(day, starts, ends)
        elif not chosen:
            self.add_error("starts", _("Say at what time, or tick usual hours."))


class BaseRows(forms.BaseFormSet):
    """Rows of one form; `intervals` gives what all of them mean, in order of time and each once."""

    @property
    def intervals(self) -> list[Interval]:
        return sorted({hours for row in self.forms for hours in row.intervals})


def rows_of(row: type[HoursRow], extra: int) -> Any:
    return forms.formset_factory(row, formset=BaseRows, extra=extra, max_num=MOST_ROWS, absolute_max=MOST_ROWS)


RangeRows = rows_of(HoursRow, 2)
DateRows = rows_of(DateRow, 4)
MoreDateRows = rows_of(DateRow, 1)
