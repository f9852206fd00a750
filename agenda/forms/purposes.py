"""What the time of a session is for, in minutes."""

from typing import Any

from django import forms

from agenda.enums import Purpose
from agenda.models.notes import LONGEST
from core.forms import BaseForm, typed_with


class TimeForm(BaseForm):
    """Minutes by purpose. `length` is what the session has, `told` what was said before."""

    def __init__(self, *args: Any, length: int, told: dict[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.length = length
        for purpose in Purpose:
            self.fields[purpose] = forms.IntegerField(
                label=purpose.label, required=False, min_value=0, max_value=LONGEST, initial=told.get(purpose, 0) or ""
            )

    @property
    def rows(self) -> list[Any]:
        return [self[purpose] for purpose in Purpose]

    @property
    def left(self) -> int:
        told = (str(row.value() or "") for row in self.rows)
        return self.length - sum(int(text) for text in told if text.isdigit())

    def put_rest(self, name: str) -> None:
        """Puts what is left on one purpose: what the script does in the page, for who has none."""
        if name in Purpose.values and self.left > 0:
            told = str(self[name].value() or "")
            self.data = typed_with(self.data, **{name: str((int(told) if told.isdigit() else 0) + self.left)})

    @property
    def minutes(self) -> dict[Purpose, int]:
        return {purpose: self.cleaned_data[purpose] or 0 for purpose in Purpose}
