"""The day and the hours of a session, typed on the clock of Paris and turned into instants."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cohorts.models import SessionKind
from core import dates
from core.forms import BaseForm

from .inputs import CLOCK_FORMATS, DAY_FORMATS, ClockInput, DayInput


def reason_field() -> forms.CharField:
    """Why a warning is passed; asked for once there is one."""
    return forms.CharField(
        label=gettext_lazy("Why plan it all the same?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Your reason is kept with your name, and the team reads it on the sheet."),
    )


class HoursForm(BaseForm):
    """A day, a start and an end; hours left empty are the usual ones. Without a day there are no instants at all."""

    day = forms.DateField(label=gettext_lazy("Day"), input_formats=DAY_FORMATS, widget=DayInput, required=False)
    starts = forms.TimeField(
        label=pgettext_lazy("hour", "From"), input_formats=CLOCK_FORMATS, widget=ClockInput, required=False
    )
    ends = forms.TimeField(
        label=pgettext_lazy("hour", "To"), input_formats=CLOCK_FORMATS, widget=ClockInput, required=False
    )

    def usual(self, facts: dict[str, Any]) -> SessionKind | None:
        """The kind of session whose hours fill in what is left empty; none unless a form says which."""
        return None

    def must_be_dated(self, facts: dict[str, Any]) -> bool:
        """Whether this one cannot wait for its date."""
        return True

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        facts["starts_at"] = facts["ends_at"] = None
        if "day" not in facts:
            return facts
        if facts["day"] is None:
            if self.must_be_dated(facts):
                self.add_error("day", _("Say on which day: only a draft can wait for its date."))
            return facts
        kind = self.usual(facts)
        for name in ("starts", "ends"):
            if name in facts and facts[name] is None:
                if kind is None:
                    self.add_error(name, _("Say at what time, or choose usual hours."))
                else:
                    facts[name] = kind.starts_at if name == "starts" else kind.ends_at
        if facts.get("starts") and facts.get("ends"):
            self._clean_hours(facts)
        return facts

    def _clean_hours(self, facts: dict[str, Any]) -> None:
        day = facts["day"]
        if not 1900 <= day.year <= 2200:
            self.add_error("day", _("This day is too far away."))
            return
        if facts["ends"] <= facts["starts"]:
            self.add_error("ends", _("The session must end after it starts, and before midnight."))
            return
        for name, fact in (("starts", "starts_at"), ("ends", "ends_at")):
            try:
                facts[fact] = dates.combine(day, facts[name])
            except dates.ClockChange as change:
                self.add_error(name, str(change))
