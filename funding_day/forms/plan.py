"""A change of the plan by hand."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.dates import format_clock
from core.forms import BaseForm
from funding_day.enums import Mishap
from funding_day.models import Bearer, Cell, Funder, FundingDay, Plan
from funding_day.queries import alphabetical, plan_rounds
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


class MishapForm(BaseForm):
    """Who is late, absent or has to leave, and from which round."""

    seen = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    guest = forms.ChoiceField(label=_("Who"))
    mishap = forms.ChoiceField(label=_("What happens"), choices=Mishap.choices)
    at_round = forms.TypedChoiceField(label=_("There from, or until, the round"), coerce=int)

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        funders = sorted(Funder.objects.filter(day=plan.day).expected().order_by("pk"), key=alphabetical)
        bearers = sorted(Bearer.objects.filter(day=plan.day).expected().order_by("pk"), key=alphabetical)
        self.guests: dict[str, Funder | Bearer] = {guest.key: guest for guest in (*funders, *bearers)}
        fields["guest"].choices = [
            ("", "…"),
            (_("Funders"), [(guest.key, str(guest)) for guest in funders]),
            (_("Projects"), [(guest.key, str(guest)) for guest in bearers]),
        ]
        fields["at_round"].choices = [
            (one.number, f"{one.ordinal} · {format_clock(one.starts_at)}") for one in plan_rounds(plan)
        ]
        self.initial["seen"] = plan.number

    @property
    def facts(self) -> dict[str, Any]:
        return self.cleaned_data | {
            "guest": self.guests[self.cleaned_data["guest"]],
            "mishap": Mishap(self.cleaned_data["mishap"]),
        }
