"""From when, until when and why a project rests."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import BaseForm


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class PauseForm(BaseForm):
    starts_on = forms.DateField(label=_("First day"), widget=DayInput)
    ends_on = forms.DateField(
        label=_("Last day"), widget=DayInput, required=False, help_text=_("Empty: until somebody wakes the project.")
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("Read by the team and by the people of the project.")
    )
