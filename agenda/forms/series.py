"""Several half-days from one form."""

import zlib
from typing import Any

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from agenda.queries.series import MOST, Days, picked, rhythm
from cohorts.models import Cohort
from core import dates
from core.timetable import Interval

from .inputs import DAY_FORMATS, DayInput
from .sessions import PlanForm

PICKED = 10


class Rhythm(TextChoices):
    WEEKLY = "weekly", pgettext_lazy("rhythm", "every week")
    FORTNIGHTLY = "fortnightly", pgettext_lazy("rhythm", "every two weeks")
    PICKED = "picked", pgettext_lazy("rhythm", "on the days below")


class SeriesForm(PlanForm):
    """What the half-days have in common, and their rhythm or their days. They are drafts."""

    rhythm = forms.ChoiceField(
        label=gettext_lazy("How often"), choices=Rhythm, widget=forms.RadioSelect, initial=Rhythm.WEEKLY
    )
    count = forms.IntegerField(label=gettext_lazy("How many"), min_value=2, max_value=MOST, required=False, initial=7)
    in_turn = forms.BooleanField(
        label=gettext_lazy("Each axis in its turn"),
        required=False,
        help_text=gettext_lazy("In the order of the content; the axis chosen above is then left aside."),
    )

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, cohort=cohort, **kwargs)
        for name in ("title", "structure", "publish"):
            del self.fields[name]
        fields: Any = self.fields
        fields["day"].label, fields["day"].help_text = _("First day"), _("The others fall on the same day of the week.")
        for place in range(PICKED):
            label = _("Day %(number)d") % {"number": place + 1}
            self.fields[f"picked_{place}"] = forms.DateField(
                label=label, input_formats=DAY_FORMATS, widget=DayInput, required=False
            )
        self.days = Days([], [])
        self.hours: list[Interval] = []

    @property
    def picked_fields(self) -> list[Any]:
        return [self[f"picked_{place}"] for place in range(PICKED)]

    def must_be_dated(self, facts: dict[str, Any]) -> bool:
        return facts.get("rhythm") != Rhythm.PICKED

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        if told.get("rhythm") == Rhythm.PICKED:  # the first day picked stands for the others while the hours are read
            chosen = [told[f"picked_{place}"] for place in range(PICKED) if told.get(f"picked_{place}")]
            told["day"] = min(chosen, default=None)
            self.errors.pop("day", None)
            if not chosen:
                self.add_error("picked_0", _("Pick a day at least."))
        facts = super().clean()
        if not self.errors:
            self._clean_days(facts)
        return facts

    def _clean_days(self, facts: dict[str, Any]) -> None:
        if facts["rhythm"] == Rhythm.PICKED:
            self.days = picked(facts[f"picked_{place}"] for place in range(PICKED) if facts[f"picked_{place}"])
        elif not facts.get("count"):
            self.add_error("count", _("Say how many."))
            return
        else:
            weeks = 2 if facts["rhythm"] == Rhythm.FORTNIGHTLY else 1
            self.days = rhythm(facts["day"], weeks=weeks, count=facts["count"])
        if not self.days.kept:
            self.add_error(None, _("All these days are public holidays: there is nothing to plan."))
            return
        try:
            self.hours = [
                Interval(dates.combine(day, facts["starts"]), dates.combine(day, facts["ends"]))
                for day in self.days.kept
            ]
        except dates.ClockChange as change:
            self.add_error("starts", str(change))

    @property
    def mark(self) -> int:
        """A number of what would be planned, so that only what was shown is created."""
        told = self.cleaned_data
        people = [sorted(row.pk for row in told[name]) for name in ("facilitators", "experts")]
        facts = [told["form"], told["project"], told["axis"], told["in_turn"], told["venue"], people]
        return zlib.crc32(repr([[one.start, one.end] for one in self.hours] + [str(fact) for fact in facts]).encode())

    @property
    def wanted(self) -> dict[str, Any]:
        """What the proposals have in common."""
        told = self.cleaned_data
        people = {name: list(told[name]) for name in ("facilitators", "experts")}
        return {"cohort": self.cohort, **{name: told[name] for name in ("form", "project", "venue")}, **people}

    @property
    def common(self) -> dict[str, Any]:
        """What the action takes, the hours aside."""
        told = self.cleaned_data
        axes = list(self.fields["axis"].queryset) if told["in_turn"] else [told["axis"]]
        return self.wanted | {"axes": axes or [None], "aim": told["aim"], "reason": told["reason"]}
