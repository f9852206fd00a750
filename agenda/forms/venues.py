"""A place."""

from django import forms
from django.utils.translation import gettext_lazy

from core.forms import BaseForm


class VenueForm(BaseForm):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    address = forms.CharField(label=gettext_lazy("Address"), max_length=300, required=False)
    capacity = forms.IntegerField(
        label=gettext_lazy("Capacity, in people"), min_value=1, max_value=30000, required=False
    )
    access_notes = forms.CharField(
        label=gettext_lazy("Access"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Transport, parking, door code, access with a wheelchair…"),
    )
