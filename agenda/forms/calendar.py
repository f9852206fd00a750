"""The stretch of calendar that a browser asks for."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from core import dates
from core.forms import BaseForm

LONGEST_WINDOW = dt.timedelta(days=400)


class WindowForm(BaseForm):
    """The stretch of calendar that a browser asks for: days, or instants with their offset."""

    start = forms.CharField(max_length=40)
    end = forms.CharField(max_length=40)

    def clean_start(self) -> dt.datetime:
        return self._instant("start")

    def clean_end(self) -> dt.datetime:
        return self._instant("end")

    def _instant(self, name: str) -> dt.datetime:
        try:
            told = dt.datetime.fromisoformat(self.cleaned_data[name])
        except ValueError:
            raise forms.ValidationError(_("This is not a date: write it like 2021-05-20.")) from None
        if not 1900 <= told.year <= 2200:
            raise forms.ValidationError(_("This day is too far away."))
        return told if told.tzinfo else told.replace(tzinfo=dates.PARIS)

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        if "start" in facts and "end" in facts:
            if facts["end"] <= facts["start"]:
                raise forms.ValidationError(_("The window must end after it starts."))
            if facts["end"] - facts["start"] > LONGEST_WINDOW:
                raise forms.ValidationError(_("Ask for 400 days at most."))
        return facts

    @property
    def sentence(self) -> str:
        """The first thing that is wrong."""
        return str(next(iter(self.errors.values()))[0])
