"""What the team types about a morning."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import BaseForm

from .enums import FunderKind


class FunderForm(BaseForm):
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
