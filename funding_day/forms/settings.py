"""The settings of a morning, as the team types them."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agenda.models import Venue
from cohorts.models import Cohort
from core.dates import ClockChange, combine, to_paris
from core.forms import BaseForm
from funding_day.actions import settings_mark
from funding_day.enums import Entry
from funding_day.models import FundingDay

from .fields import ClockField, DayField, long_text

_BREAK = re.compile(r"(\d{1,2})[:hH ]+(\d{2})\s*(?:-|–|—|à|to)\s*(\d{1,2})[:hH ]+(\d{2})\s*(.*)")


class OpenForm(BaseForm):
    """A new morning."""

    cohort = forms.ModelChoiceField(label=_("Edition"), queryset=Cohort.objects.none())
    date = DayField(label=_("Day"))
    starts = ClockField(label=_("From"), initial=dt.time(9))
    ends = ClockField(label=_("Until"), initial=dt.time(12, 30))
    venue = forms.ModelChoiceField(
        label=_("Place"), queryset=Venue.objects.none(), required=False, empty_label=_("to be said")
    )

    def __init__(self, *args: Any, cohorts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        venues: Any = self.fields["venue"]
        venues.queryset = Venue.objects.in_use().order_by("name")
        rows: Any = self.fields["cohort"]
        rows.queryset = cohorts


class SettingsForm(BaseForm):
    """Hours of one day as clock times; breaks as lines."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    rounds_start = ClockField(label=_("First meeting"))
    rounds_end = ClockField(label=_("End of the last meeting"))
    slot_minutes = forms.IntegerField(label=_("Length of a meeting, in minutes"), min_value=5, max_value=120)
    buffer_minutes = forms.IntegerField(label=_("Minutes to change tables"), min_value=0, max_value=30)
    breaks = forms.CharField(
        label=_("Breaks"), required=False, widget=long_text(2), help_text=_("One a line: 10:30 - 10:45 coffee")
    )
    tables = forms.IntegerField(label=_("Tables"), min_value=1, max_value=300)
    funder_least = forms.IntegerField(label=_("A funder: at least"), min_value=0, max_value=60)
    funder_most = forms.IntegerField(label=_("A funder: at most"), min_value=1, max_value=60)
    bearer_least = forms.IntegerField(label=_("A project: at least"), min_value=0, max_value=60)
    bearer_most = forms.IntegerField(label=_("A project: at most"), min_value=1, max_value=60)
    together = forms.BooleanField(
        label=_("People of one team meet together"), required=False,
        help_text=_("Checked: a meeting needs the whole team. Unchecked: one of its people is enough."),
    )  # fmt: skip
    entry = forms.ChoiceField(label=_("Who may register by the public page"), choices=Entry.choices)
    closes_on = DayField(label=_("Registration closes on"), required=False)
    closes_clock = ClockField(label=_("at"), required=False)
    words_fr = forms.CharField(
        label=_("Words of the programme, in French"), max_length=3000, required=False, widget=long_text(4)
    )
    words_en = forms.CharField(
        label=_("Words of the programme, in English"), max_length=3000, required=False, widget=long_text(4)
    )

    def __init__(self, *args: Any, day: FundingDay, **kwargs: Any) -> None:
        super().__init__(*args, initial=shown(day), **kwargs)
        self.day = day

    def clean_breaks(self) -> list[tuple[dt.time, dt.time, str]]:
        found = []
        for line in filter(None, map(str.strip, self.cleaned_data["breaks"].splitlines())):
            read = _BREAK.fullmatch(line)
            try:
                numbers = [int(read[place]) for place in range(1, 5)] if read else []
                found.append((dt.time(*numbers[:2]), dt.time(*numbers[2:]), read[5][:80] if read else ""))
            except (TypeError, ValueError):
                raise forms.ValidationError(
                    gettext("“%(line)s” is no break: write for example 10:30 - 10:45 coffee.") % {"line": line}
                ) from None
        return found

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        closing = facts.get("closes_on")
        facts["closes_at"] = (
            self._instant(closing, facts.get("closes_clock") or dt.time(23, 59), "closes_on") if closing else None
        )
        first, last = facts.get("rounds_start"), facts.get("rounds_end")
        if first and last:
            begins, ends = self.day.at(first), self.day.at(last)
            if not self.day.starts_at <= begins < ends <= self.day.ends_at:
                self.add_error(
                    "rounds_end", gettext("These hours contradict each other: the rounds lie within the morning.")
                )
            else:
                facts["lead_minutes"] = int((begins - self.day.starts_at).total_seconds() // 60)
                facts["tail_minutes"] = int((self.day.ends_at - ends).total_seconds() // 60)
        return facts

    def _instant(self, date: dt.date, clock: dt.time, field: str) -> dt.datetime | None:
        try:
            return combine(date, clock)
        except ClockChange as change:
            self.add_error(field, str(change))
            return None

    @property
    def facts(self) -> dict[str, Any]:
        typed = {"rounds_start", "rounds_end", "closes_on", "closes_clock", "seen"}
        return {name: value for name, value in self.cleaned_data.items() if name not in typed}


def shown(day: FundingDay) -> dict[str, Any]:
    """The settings as the form shows them."""
    names = (
        *("slot_minutes", "buffer_minutes", "tables", "funder_least", "funder_most", "bearer_least"),
        *("bearer_most", "together", "entry", "words_fr", "words_en"),
    )
    closes = to_paris(day.closes_at) if day.closes_at else None
    lines = [
        f"{to_paris(pause.starts_at):%H:%M} - {to_paris(pause.ends_at):%H:%M} {pause.label}".strip()
        for pause in day.pauses.select_related("day__cohort", "day__session").order_by("after_minutes")
    ]
    return {name: getattr(day, name) for name in names} | {
        "seen": settings_mark(day),
        "rounds_start": to_paris(day.first_round_at).time(),
        "rounds_end": to_paris(day.last_round_ends_at).time(),
        "closes_on": closes.date() if closes else None,
        "closes_clock": closes.time() if closes else None,
        "breaks": "\n".join(lines),
    }
