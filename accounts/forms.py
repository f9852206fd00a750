"""What a person says about themselves, and how often they want to be told."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.models import fields_for_model

from core.forms import BaseForm

from .enums import PACES, NoticeKind, Pace
from .models import User

FIELDS = fields_for_model(User, fields=["name", "language"])


class PreferencesForm(BaseForm):
    name = FIELDS["name"]
    language = FIELDS["language"]


class NoticesForm(BaseForm):
    """A pace for each kind of notice that has more than one."""

    def __init__(self, *args: Any, kinds: Iterable[NoticeKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in kinds:
            self.fields[kind.value] = forms.ChoiceField(
                label=str(kind.label)[:1].upper() + str(kind.label)[1:],
                choices=[(pace.value, pace.label) for pace in PACES[kind]],
            )

    @property
    def wanted(self) -> dict[NoticeKind, Pace]:
        return {NoticeKind(kind): Pace(pace) for kind, pace in self.cleaned_data.items()}
