"""What a page says of itself every few seconds."""

import re
from typing import Any

from django import forms

from core.forms import BaseForm

KNOWN = re.compile(r"^(\d{1,18}):([\d.+ ]{0,4000})$")


class PresenceForm(BaseForm):
    """`at`: the question in whose field the person is; `counted`: the figures are wanted; `gone`: the page closes."""

    at = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    counted = forms.BooleanField(required=False)
    gone = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        """`known`, as often as there are questions: « question:mark ». What is not of this form is not known."""
        found = (KNOWN.match(line) for line in self.data.getlist("known"))  # type: ignore[attr-defined]
        known = {int(line[1]): line[2] for line in found if line}
        return {"at": None, "counted": False, "gone": False, **(super().clean() or {}), "known": known}
