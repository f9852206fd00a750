"""Whom somebody wishes to meet: one choice for each of the others."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import pgettext_lazy

from core.forms import BaseForm
from funding_day.enums import Level
from funding_day.models import Guest

CHOICES = [
    (Level.MUST, pgettext_lazy("wish", "Must")),
    (Level.LIKE, pgettext_lazy("wish", "Would like")),
    ("", pgettext_lazy("wish", "Open")),
    (Level.NO, pgettext_lazy("wish", "No thanks")),
]


class WishesForm(BaseForm):
    """Fields are named after the key of the other guest."""

    def __init__(self, *args: Any, others: Iterable[Guest], said: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.others = list(others)
        for other in self.others:
            self.fields[f"wish-{other.pk}"] = forms.ChoiceField(
                label=str(other),
                choices=CHOICES,
                required=False,
                initial=said.get(other.pk, ""),
                widget=forms.RadioSelect,
            )

    @property
    def lines(self) -> list[tuple[Guest, Any]]:
        return [(other, self[f"wish-{other.pk}"]) for other in self.others]

    @property
    def wishes(self) -> dict[int, str]:
        return {other.pk: self.cleaned_data[f"wish-{other.pk}"] for other in self.others}
