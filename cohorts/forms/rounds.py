"""Forms about rounds of self-assessment."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cohorts.enums import RoundKind
from cohorts.models import Round
from core.forms import BaseForm, EditForm

from .editions import day


class RoundFields(BaseForm):
    kind = forms.ChoiceField(label=_("Kind of round"), choices=RoundKind.choices)
    name = forms.CharField(
        label=_("Name"),
        max_length=Round._meta.get_field("name").max_length,
        required=False,
        help_text=_("Left empty, the round is called by its kind."),
    )
    opens_on = forms.DateField(label=_("Opens on"), widget=day())
    closes_on = forms.DateField(label=_("Closes on"), widget=day(), help_text=_("Both days are included."))


class NewRoundForm(RoundFields):
    kind = forms.ChoiceField(label=_("Kind of round"), choices=RoundKind.choices, initial=RoundKind.EXTRA)


class ChangeRoundForm(EditForm, RoundFields):
    pass


class ReopenRoundForm(BaseForm):
    reason = forms.CharField(
        label=_("Why is it opened again?"),
        max_length=300,
        help_text=_("The project bearers read this sentence above the criteria."),
    )
    closes_on = forms.DateField(label=_("Open until"), widget=day(), help_text=_("This day is included."))
