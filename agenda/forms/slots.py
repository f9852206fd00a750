"""An offer of meeting slots, and what whoever books one would speak of."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from agenda.enums import OfferedTo
from agenda.models.slots import LONGEST_NOTICE
from core.forms import BaseForm

from .polls import HeldForm


class OfferForm(HeldForm):
    """By whom and where, how long, and until when a slot may be booked."""

    minutes = forms.IntegerField(label=gettext_lazy("Minutes of each slot"), min_value=1, max_value=600, initial=60)
    pause = forms.IntegerField(label=gettext_lazy("Minutes between two"), min_value=0, max_value=600, initial=15)
    notice_hours = forms.IntegerField(
        label=gettext_lazy("Hours of notice"),
        min_value=0,
        max_value=LONGEST_NOTICE,
        initial=48,
        help_text=gettext_lazy("Until so many hours before a slot, it may be booked, moved or cancelled."),
    )
    offered_to = forms.ChoiceField(
        label=gettext_lazy("Offered to"),
        choices=OfferedTo,
        initial=OfferedTo.PROJECTS,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "A structure met alone speaks of its stakes and of its engagement: "
            "its partners see neither the meeting nor what is written of it."
        ),
    )
    note = forms.CharField(
        label=gettext_lazy("Note for those who book"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("A link for a meeting at a distance, what to bring…"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["facilitators"].required = True
        fields["facilitators"].help_text = gettext_lazy("One person, or two who hold the meeting together.")

    @property
    def facts(self) -> dict[str, Any]:
        return self.cleaned_data | {"facilitators": list(self.cleaned_data["facilitators"])}


class SubjectForm(BaseForm):
    subject = forms.CharField(
        label=gettext_lazy("What would you like to speak of?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Optional: it becomes the aim of the meeting."),
    )
