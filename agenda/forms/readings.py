"""What a reader says of a write-up."""

from django import forms
from django.utils.translation import gettext_lazy as _

from agenda.enums import NoteSaid
from core.forms import BaseForm


class ReadingForm(BaseForm):
    said = forms.ChoiceField(choices=NoteSaid)
    words = forms.CharField(
        label=_("What you object to"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": None, "class": "form-control"}),
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
