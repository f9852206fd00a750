"""What each side says of a meeting, in two minutes, and what became of the money."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.forms import BaseForm, LongText
from funding_day.enums import Contractor, Instrument, Interest, Mark, NextStep, Purpose, Readers, Result
from funding_day.models import Funder, FundingDay

from .fields import AmountField, Boxes, DayField, long_text

MARKS = [("", "–"), *((str(value), label) for value, label in Mark.choices)]


def mark(label: Any, *, required: bool = True) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, choices=MARKS, coerce=int, required=required, empty_value=None)


def text(label: Any, *, required: bool = False) -> forms.CharField:
    return forms.CharField(label=label, max_length=2000, required=required, widget=long_text(2))


class FunderFeedbackForm(BaseForm):
    """A funder of a project it met."""

    person = forms.CharField(label=_("Person present"), max_length=120)
    interest = forms.ChoiceField(label=_("Interest at this stage"), choices=[("", "…"), *Interest.choices])
    instruments = Boxes(label=_("Possible forms of funding"), choices=Instrument.choices, required=False)
    purposes = Boxes(label=_("What could be funded"), choices=Purpose.choices, required=False)
    amount = AmountField(label=_("Order of magnitude (€)"), required=False)
    window = forms.CharField(label=_("Next window or deadline"), max_length=160, required=False)
    legibility = mark(_("It is clear who does what and who commits"))
    clarity = mark(_("The economic model is clear"))
    strengths = text(_("What inspires confidence"))
    unclear = text(_("What must be clarified before applying"), required=True)
    contractor = forms.ChoiceField(
        label=_("With whom could you sign?"), choices=[("", "–"), *Contractor.choices], required=False
    )
    next_step = forms.ChoiceField(label=_("Next step"), choices=[("", "…"), *NextStep.choices])
    next_on = DayField(label=_("Follow-up date"), required=False)
    readers = forms.ChoiceField(
        label=_("Who may read this?"), choices=Readers.choices, widget=forms.RadioSelect, initial=Readers.TEAM
    )
    usefulness = mark(_("Usefulness of the morning to you"))
    suggestions = text(_("Suggestions"))


class BearerFeedbackForm(BaseForm):
    """A project of a funder it met."""

    quality = mark(_("Quality of the exchange"))
    learnt = text(_("What we learnt about our project"), required=True)
    to_do = text(_("What we must do, who and when"))
    changes_model = forms.BooleanField(label=_("This exchange changes our economic model or structure"), required=False)


class RaisedForm(BaseForm):
    """Money asked for, obtained or refused."""

    funder = forms.ModelChoiceField(label=_("Funder"), queryset=Funder.objects.none(), required=False, empty_label="–")
    other_funder = forms.CharField(label=_("or another one"), max_length=160, required=False)
    instrument = forms.ChoiceField(label=_("Form of funding"), choices=[("", "–"), *Instrument.choices], required=False)
    result = forms.ChoiceField(label=_("What became of it"), choices=[("", "…"), *Result.choices])
    asked = AmountField(label=_("Amount asked for (€)"), required=False)
    obtained = AmountField(label=_("Amount obtained (€)"), required=False)
    proof = forms.CharField(
        label=_("What shows it"), max_length=200, required=False, help_text=_("A letter, a contract, an account…")
    )

    def __init__(self, *args: Any, day: FundingDay, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        funders: Any = self.fields["funder"]
        funders.queryset = Funder.objects.filter(day=day).order_by("organisation")

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        if bool(facts.get("funder")) == bool(facts.get("other_funder")):
            self.add_error("funder", gettext("Choose the funder, or write its name: one of the two."))
        if facts.get("result") == Result.OBTAINED and not facts.get("obtained"):
            self.add_error("obtained", gettext("Say how much was obtained; leave it empty otherwise."))
        if facts.get("result") not in (Result.OBTAINED, None) and facts.get("obtained"):
            self.add_error("obtained", gettext("Say how much was obtained; leave it empty otherwise."))
        return facts


class WordsForm(BaseForm):
    words = LongText(2000, label=_("A word on where you stand"), widget=long_text(3))


class RaisedByTeamForm(RaisedForm):
    """The team notes it for a project."""

    def __init__(self, *args: Any, day: FundingDay, **kwargs: Any) -> None:
        super().__init__(*args, day=day, **kwargs)
        self.fields["bearer"] = forms.ModelChoiceField(
            label=gettext("Project"), queryset=day.bearers.order_by("name"), empty_label="…"
        )
        self.order_fields(["bearer", *(name for name in self.fields if name != "bearer")])
