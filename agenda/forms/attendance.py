"""What is noted on an attendance sheet."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from agenda.enums import Presence
from core.forms import BaseForm
from projects.models import Structure


class PresenceForm(BaseForm):
    """Who came, and for which structure; what is left out stays as it is."""

    presence = forms.ChoiceField(choices=Presence, required=False)
    structure = forms.ModelChoiceField(Structure.objects.order_by("name", "pk"), required=False)
    seen = forms.IntegerField(min_value=0, max_value=2**32, required=False)

    def noted(self, presence: str, structure: Structure | None) -> dict[str, Any]:
        """What the action takes, from what was sent and what the line says."""
        said = self.cleaned_data
        return {
            "presence": Presence(said["presence"] or presence),
            "structure": said["structure"] or structure,
            "seen": said["seen"],
        }


class WalkInForm(BaseForm):
    """Somebody who came without being invited: a name is enough."""

    name = forms.CharField(
        label=gettext_lazy("First and last name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "words"}),
    )
    structure = forms.ModelChoiceField(
        Structure.objects.none(),
        label=gettext_lazy("For"),
        required=False,
        empty_label=gettext_lazy("Guest (no structure)"),
    )
    organisation = forms.CharField(label=gettext_lazy("Organisation of a guest"), max_length=160, required=False)
    role = forms.CharField(label=gettext_lazy("Role"), max_length=80, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, structures: list[Structure], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["structure"].queryset = Structure.objects.filter(
            pk__in=[structure.pk for structure in structures]
        ).order_by("name", "pk")
