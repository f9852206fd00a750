"""Who is away, and when."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from agenda.enums import DayPart
from core.forms import BaseForm

from .inputs import DAY_FORMATS, DayInput


class AbsenceForm(BaseForm):
    user = forms.ModelChoiceField(User.objects.none(), label=gettext_lazy("Person"), empty_label=None)
    first_day = forms.DateField(label=gettext_lazy("First day"), input_formats=DAY_FORMATS, widget=DayInput)
    last_day = forms.DateField(
        label=gettext_lazy("Last day"),
        input_formats=DAY_FORMATS,
        widget=DayInput,
        required=False,
        help_text=gettext_lazy("Left empty, it is the first day alone."),
    )
    part = forms.ChoiceField(label=gettext_lazy("Part of the day"), choices=DayPart, initial=DayPart.WHOLE)
    note = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Read by this person and by the team. No reason is asked for."),
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["user"].queryset = people

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        first = facts.get("first_day")
        if first and not 1900 <= first.year <= 2200:
            self.add_error("first_day", _("This day is too far away."))
        if first and "last_day" in facts:
            facts["last_day"] = facts["last_day"] or first
            if facts["last_day"] < first:
                self.add_error("last_day", _("An absence ends on its first day or after."))
            elif facts["last_day"] != first and facts.get("part") not in {None, DayPart.WHOLE}:
                self.add_error("part", _("Half a day is of one day: give the same day twice."))
        return facts
