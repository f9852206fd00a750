"""A place."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.enums import Weekday
from agenda.models import Venue
from core.forms import BaseForm

from .inputs import CLOCK_FORMATS, ClockInput


class VenueForm(BaseForm):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    address = forms.CharField(label=gettext_lazy("Address"), max_length=300, required=False)
    capacity = forms.IntegerField(
        label=gettext_lazy("Capacity, in people"), min_value=1, max_value=30000, required=False
    )
    access_notes = forms.CharField(
        label=gettext_lazy("Access"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Transport, parking, door code, access with a wheelchair…"),
    )

    def __init__(self, *args: Any, venue: Venue | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {row.weekday: row for row in venue.opening_hours.order_by("weekday")} if venue else {}
        for day in Weekday:
            for name, label in (("opens", _("%(day)s, opens")), ("closes", _("%(day)s, closes"))):
                field = forms.TimeField(
                    label=(label % {"day": day.label}).capitalize(),
                    input_formats=CLOCK_FORMATS,
                    widget=ClockInput,
                    required=False,
                )
                field.initial = getattr(known.get(day.value), name, None)
                self.fields[f"{name}_{day.value}"] = field

    @property
    def days(self) -> list[tuple[str, Any, Any]]:
        """(day, field of opening, field of closing) for the table of the week."""
        return [(day.label.capitalize(), self[f"opens_{day.value}"], self[f"closes_{day.value}"]) for day in Weekday]

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        for day in Weekday:
            opens, closes = facts.get(f"opens_{day.value}"), facts.get(f"closes_{day.value}")
            if (opens is None) != (closes is None) and not self.errors.keys() & {f"opens_{day}", f"closes_{day}"}:
                self.add_error(
                    f"{'opens' if opens is None else 'closes'}_{day.value}", _("Say both hours, or neither.")
                )
            elif opens and closes and closes <= opens:
                self.add_error(f"closes_{day.value}", _("A place closes after it opens."))
        return facts

    @property
    def facts(self) -> dict[str, Any]:
        """What the actions take."""
        told = self.cleaned_data
        week: dict[int, tuple[dt.time, dt.time]] = {
            day.value: (told[f"opens_{day.value}"], told[f"closes_{day.value}"])
            for day in Weekday
            if told[f"opens_{day.value}"]
        }
        return {name: told[name] for name in ("name", "address", "capacity", "access_notes")} | {"week": week}
