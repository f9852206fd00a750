"""What a structure can give, with its peak periods; until when a review goes."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.dates import today
from core.forms import BaseForm
from projects.actions import Band
from projects.models import Capacity

from .cooperations import day_field

BANDS = 4


class CapacityForm(BaseForm):
    """One version. `last` is the one before, taken up as it stands."""

    days_a_month = forms.DecimalField(
        label=gettext_lazy("Days a month"),
        min_value=Decimal(0),
        max_value=Decimal(31),
        max_digits=4,
        decimal_places=1,
        help_text=gettext_lazy("All the structure’s people together; a day has seven hours. Half a day is 0.5."),
        widget=forms.NumberInput(attrs={"step": "0.5", "inputmode": "decimal"}),
    )
    words = forms.CharField(
        label=gettext_lazy("In the structure’s words"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": None}),
        help_text=gettext_lazy("Who can come, what it depends on…"),
    )
    stated_on = day_field(gettext_lazy("Said on"))
    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, last: Capacity | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        peaks = list(last.peaks.all()) if last else []
        for place in range(BANDS):
            peak = peaks[place] if place < len(peaks) else None
            self.fields[f"from_{place}"] = day_field(_("From"))
            self.fields[f"until_{place}"] = day_field(_("Until"))
            self.fields[f"reason_{place}"] = forms.CharField(label=_("Reason"), max_length=120)
            for name, value in (("from", "starts_on"), ("until", "ends_on"), ("reason", "reason")):
                self.fields[f"{name}_{place}"].required = False
                self.fields[f"{name}_{place}"].widget.attrs["class"] = "form-control"
                self.fields[f"{name}_{place}"].initial = getattr(peak, value) if peak else None
        self.initial = {**self.initial, "stated_on": today(), "seen": last.number if last else 0}
        if last is not None:
            self.initial = {**self.initial, "days_a_month": last.days_a_month, "words": last.words}

    @property
    def rows(self) -> list[tuple[Any, Any, Any]]:
        """The fields of each peak period."""
        return [(self[f"from_{place}"], self[f"until_{place}"], self[f"reason_{place}"]) for place in range(BANDS)]

    def clean(self) -> None:
        self.peaks: list[Band] = []
        for place in range(BANDS):
            names = [f"{name}_{place}" for name in ("from", "until", "reason")]
            first, last, reason = (self.cleaned_data.get(name) for name in names)
            if not (first or last or reason) or any(self.has_error(name) for name in names):
                continue
            if not first or not last:
                self.add_error(names[0] if not first else names[1], _("Say from which day to which day."))
            elif last < first:
                self.add_error(names[1], _("A peak period ends after it starts."))
            elif not reason:
                self.add_error(names[2], _("Say why: a season, an inventory, a festival…"))
            else:
                self.peaks.append(Band(first, last, reason))

    @property
    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        names = ("days_a_month", "words", "stated_on", "seen")
        return {name: self.cleaned_data[name] for name in names} | {"peaks": self.peaks}


class ReviewForm(BaseForm):
    closes_on = day_field(gettext_lazy("Shown until"))
