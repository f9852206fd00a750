"""A change of the plan by hand."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.dates import format_clock
from core.forms import BaseForm
from funding_day.models import Bearer, Cell, Funder, FundingDay, Plan
from funding_day.rounds import Round


class ChangeForm(BaseForm):
    """A meeting and what is done with it. `seen` is the version that the person looked at."""

    seen = forms.IntegerField(min_value=1)
    cell = forms.ModelChoiceField(queryset=Cell.objects.none())
    act = forms.ChoiceField(choices=[(word, word) for word in ("move", "lock", "unlock", "out")])
    to = forms.IntegerField(min_value=0, max_value=60, required=False)

    def __init__(self, *args: Any, day: FundingDay, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cells: Any = self.fields["cell"]
        cells.queryset = Cell.objects.filter(plan__day=day).select_related("funder", "bearer")

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        if facts.get("act") == "move" and facts.get("to") is None:
            self.add_error("to", _("Choose a round."))
        return facts


class AddForm(BaseForm):
    """A meeting added by hand."""

    seen = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    funder = forms.ModelChoiceField(label=_("Funder"), queryset=Funder.objects.none(), empty_label="…")
    bearer = forms.ModelChoiceField(label=_("Project"), queryset=Bearer.objects.none(), empty_label="…")
    to = forms.TypedChoiceField(label=_("Round"), coerce=int)

    def __init__(self, *args: Any, plan: Plan, rounds: tuple[Round, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["funder"].queryset = Funder.objects.filter(day=plan.day).expected().order_by("organisation")
        fields["bearer"].queryset = Bearer.objects.filter(day=plan.day).expected().order_by("name")
        fields["to"].choices = [(one.number, f"{one.ordinal} · {format_clock(one.starts_at)}") for one in rounds]
        self.initial["seen"] = plan.number
