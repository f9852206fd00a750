"""What is chosen to be published, and to how many people the button said it goes."""

from collections.abc import Sequence
from typing import Any

from django import forms

from agenda.queries import Change
from core.dates import now
from core.forms import BaseForm


class PublishForm(BaseForm):
    """At first everything that is still to come is chosen; `chosen` in the address says that a person chose."""

    sessions = forms.TypedMultipleChoiceField(coerce=int, required=False)
    people = forms.IntegerField(min_value=0, required=False)

    def __init__(self, data: Any, *args: Any, found: Sequence[Change], **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)
        self.found = list(found)
        self.by_hand = "chosen" in data
        fields: Any = self.fields
        fields["sessions"].choices = [(change.session.pk, change.session.title) for change in found]

    @property
    def chosen(self) -> list[Change]:
        if not self.by_hand:
            return [change for change in self.found if change.session.starts_at > now()]
        keys = set(self.data.getlist("sessions"))
        return [change for change in self.found if str(change.session.pk) in keys]

    @property
    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        return {"sessions": self.cleaned_data["sessions"], "people": self.cleaned_data["people"] or 0}
