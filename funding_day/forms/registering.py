"""What is typed to register: by the team, or by people themselves on the public page."""

import time
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.forms import BaseForm
from funding_day.enums import FunderKind, Instrument, Stage
from funding_day.models import FundingDay
from projects.models import Project

from .fields import AmountField, Boxes, ClockField, long_text

SALT = "funding_day.register"
QUICKEST = 3  # seconds: nobody fills the form in less
LONGEST = 24 * 3600


class TeamFunderForm(BaseForm):
    organisation = forms.CharField(label=_("Organisation"), max_length=160)
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", "…"), *FunderKind.choices])
    contact = forms.CharField(
        label=_("Person"), max_length=120, required=False, help_text=_("Read by the team only."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    email = forms.EmailField(
        label=_("E-mail address"), max_length=254, required=False, help_text=_("Read by the team only."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip


class TeamBearerForm(BaseForm):
    project = forms.ModelChoiceField(
        label=_("Project of the edition"),
        queryset=Project.objects.none(),
        required=False,
        empty_label=_("none: a guest"),
    )
    name = forms.CharField(label=_("Name of the project, for a guest"), max_length=160, required=False)
    contact = forms.CharField(label=_("Person"), max_length=120, required=False)
    email = forms.EmailField(label=_("E-mail address"), max_length=254, required=False)

    def __init__(self, *args: Any, day: FundingDay, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        projects: Any = self.fields["project"]
        projects.queryset = Project.objects.filter(cohort=day.cohort).exclude(bearers__day=day).order_by("name")


class FunderFacts(BaseForm):
    """What a funder says of itself."""

    organisation = forms.CharField(label=_("Organisation"), max_length=160)
    kind = forms.ChoiceField(label=_("You are"), choices=[("", "…"), *FunderKind.choices])
    contact = forms.CharField(label=_("Your name"), max_length=120)
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)
    instruments = Boxes(label=_("How you fund"), choices=Instrument.choices, required=False)
    stages = Boxes(label=_("At which stages"), choices=Stage.choices, required=False)
    amount_from = AmountField(label=_("Amounts, from (€)"), required=False)
    amount_to = AmountField(label=_("Amounts, up to (€)"), required=False)
    themes = forms.CharField(label=_("Your themes"), max_length=300, required=False)
    territories = forms.CharField(label=_("Your territories"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        low, high = facts.get("amount_from"), facts.get("amount_to")
        if low is not None and high is not None and low > high:
            self.add_error("amount_to", gettext("The smallest amount is above the greatest: change one of the two."))
        return facts


class BearerFacts(BaseForm):
    """The one-page card of a project."""

    name = forms.CharField(label=_("Name of the project"), max_length=160)
    contact = forms.CharField(label=_("Your name"), max_length=120)
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)
    pitch = forms.CharField(label=_("Your project in one sentence"), max_length=240)
    story = forms.CharField(label=_("Your project"), max_length=2400, required=False, widget=long_text(4))
    need = forms.CharField(label=_("What you come to look for"), max_length=1200, required=False, widget=long_text(3))
    stage = forms.ChoiceField(label=_("Stage"), choices=[("", "…"), *Stage.choices], required=False)
    amount = AmountField(label=_("Amount sought (€)"), required=False)
    themes = forms.CharField(label=_("Themes"), max_length=300, required=False)
    territories = forms.CharField(label=_("Territories"), max_length=300, required=False)
    shows_amount = forms.BooleanField(label=_("Show the amount to funders"), required=False, initial=True)
    shows_contact = forms.BooleanField(label=_("Show our address to funders"), required=False)


class PersonRow(BaseForm):
    """Somebody who comes; a row without a name is no row."""

    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    role = forms.CharField(label=_("Role"), max_length=120, required=False)
    here_from = ClockField(label=_("There from"), required=False)
    here_until = ClockField(label=_("until"), required=False)

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        if not facts.get("name") and any(facts.get(name) for name in ("role", "here_from", "here_until")):
            self.add_error("name", gettext("Write the name of this person."))
        start, end = facts.get("here_from"), facts.get("here_until")
        if start and end and start >= end:
            self.add_error("here_until", gettext("The hour of leaving comes before the hour of arrival."))
        return facts


class _People(forms.BaseFormSet):
    @property
    def people(self) -> list[dict[str, Any]]:
        return [form.cleaned_data for form in self.forms if form.cleaned_data.get("name")]


People = forms.formset_factory(PersonRow, formset=_People, extra=4, max_num=6, validate_max=True)


class Doorkeeper(BaseForm):
    """What holds spam back without anybody's captcha: a field that people do not see, and the signed time of the page."""

    email = forms.EmailField(
        label=_("E-mail address"), max_length=254, help_text=_("We write to it once, with the link that confirms.")
    )
    website = forms.CharField(
        label=_("Leave this field empty"), required=False, max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )  # fmt: skip
    stamp = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["stamp"] = fresh_stamp()

    @property
    def is_a_machine(self) -> bool:
        return bool(self.cleaned_data.get("website"))

    def clean_stamp(self) -> str:
        stamp = str(self.cleaned_data["stamp"])
        try:
            waited = time.time() - float(signing.loads(stamp, salt=SALT))
        except signing.BadSignature:
            waited = LONGEST + 1.0
        if waited > LONGEST:
            raise forms.ValidationError(
                gettext("This page has been open for more than a day: send it once more, nothing you typed is lost.")
            )
        if waited < QUICKEST:
            raise forms.ValidationError(gettext("That was very quick: wait three seconds and send it once more."))
        return stamp

    def renew(self) -> None:
        """A page shown again carries a fresh time; the old one is kept when it was only too quick."""
        data = self.data.copy()
        if (
            "stamp" in self.errors
            and gettext("That was very quick: wait three seconds and send it once more.") not in (self.errors["stamp"])
        ):
            data["stamp"] = fresh_stamp()
        self.data = data


def fresh_stamp() -> str:
    return signing.dumps(time.time(), salt=SALT)
