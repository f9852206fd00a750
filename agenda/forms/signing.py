"""What a signature carries, and what is said around it."""

import json
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.actions import Hand
from agenda.enums import Half, Presence, Way
from agenda.ink import BadInk, Ink, check_ink
from core.forms import BaseForm
from projects.models import Structure

LONGEST_INK = 60_000


class HandForm(BaseForm):
    """How somebody signs: drawn, or typed. `age` is for how many milliseconds a device has kept it."""

    name = forms.CharField(
        label=gettext_lazy("Your first and last name"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "words"}),
    )
    ink = forms.CharField(max_length=LONGEST_INK, required=False, widget=forms.HiddenInput)
    key = forms.UUIDField(widget=forms.HiddenInput)
    age = forms.IntegerField(min_value=0, max_value=10**12, required=False, widget=forms.HiddenInput)

    def clean_ink(self) -> Ink:
        told = self.cleaned_data["ink"]
        try:
            return check_ink(json.loads(told)) if told else []
        except (BadInk, json.JSONDecodeError, RecursionError):
            raise forms.ValidationError(_("This drawing cannot be read: sign again, or type your name.")) from None

    def hand(self, way: Way, **who: Any) -> Hand:
        said = self.cleaned_data
        age = timedelta(milliseconds=said["age"] or 0)
        return Hand(way=way, key=said["key"], name=said["name"], ink=said["ink"], age=age, **who)


class SignForm(HandForm):
    """A signature of one line for one half-day; `row` names the line where a page has several."""

    row = forms.RegexField(r"^(line|walk-in)-\d{1,18}$", required=False, widget=forms.HiddenInput)
    half = forms.ChoiceField(choices=Half)
    structure = forms.ModelChoiceField(Structure.objects.order_by("name", "pk"), required=False)


class CodeForm(BaseForm):
    """The six letters and figures on the wall."""

    code = forms.CharField(
        label=gettext_lazy("Session code"),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        help_text=gettext_lazy("Six letters and figures, shown in the room and printed on the sheet."),
    )

    def clean_code(self) -> str:
        return "".join(self.cleaned_data["code"].upper().split()).replace("-", "")


class AddressForm(BaseForm):
    """Where to send a link that signs."""

    email = forms.EmailField(label=gettext_lazy("Your e-mail address"), max_length=254)


class ReasonForm(BaseForm):
    """Why a signature is withdrawn."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)


class SealForm(BaseForm):
    accept_unsigned = forms.BooleanField(label=gettext_lazy("Close without these signatures"), required=False)


class AddendumForm(BaseForm):
    """What is added to a sealed sheet."""

    row = forms.ChoiceField(label=gettext_lazy("About"), required=False)
    presence = forms.ChoiceField(label=gettext_lazy("Read from now on as"), required=False)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["row"].choices = [("", _("The whole sheet")), *people]
        told = [(one.value, one.label) for one in Presence if one != Presence.EXPECTED]
        fields["presence"].choices = [("", _("Nothing changes: a remark")), *told]

    def clean_presence(self) -> Presence | None:
        told = self.cleaned_data["presence"]
        return Presence(told) if told else None


class ScanForm(BaseForm):
    """The paper sheet, scanned or photographed."""

    file = forms.FileField(
        label=gettext_lazy("Scan of the signed sheet"),
        help_text=gettext_lazy("PDF, JPEG or PNG, 10 MB at most."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )


class ReadForm(BaseForm):
    """What is read on the scan of one line."""

    row = forms.RegexField(r"^(line|walk-in)-\d{1,18}$")
    presence = forms.ChoiceField(choices=Presence)
    halves = forms.MultipleChoiceField(choices=Half, required=False)

    @property
    def read(self) -> dict[str, Any]:
        return {
            "presence": Presence(self.cleaned_data["presence"]),
            "halves": {Half(half) for half in self.cleaned_data["halves"]},
        }
