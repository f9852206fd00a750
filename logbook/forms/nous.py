"""Who the « nous » of a sentence is."""

from django import forms

from core.forms import BaseForm
from logbook.enums import Whose


class TellNousForm(BaseForm):
    """`sentence` is the mark of a sentence (SHA-256, 64 signs); without `whose`, what was noted is forgotten."""

    sentence = forms.RegexField(r"^[0-9a-f]{64}\Z", widget=forms.HiddenInput)
    whose = forms.TypedChoiceField(choices=Whose, coerce=Whose, required=False, empty_value=None)
