"""The bases of our forms: crispy helper without a form tag, errors beside their fields, edits elsewhere shown."""

import datetime as dt
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.db.models import Manager, Model
from django.http import QueryDict
from django.utils.translation import gettext as _

from .dates import format_day
from .errors import EditedElsewhere
from .rules import mark_of


class BaseForm(forms.Form):
    """Cleans input to Python values; an action does the writing."""

    required_css_class = "required"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.form_show_errors = True


class EditForm(BaseForm):
    """A form that changes a row. It carries the mark of what it was shown with, and when somebody else has saved
    meanwhile it says beside each field what they wrote, so that saving again is a choice."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, row: Model, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [name for name in self.fields if name != "seen"]
        for name in names:
            self.initial.setdefault(name, _initial(row, name))
        self.initial["seen"] = mark_of(row, names)

    def show_theirs(self, clash: EditedElsewhere) -> None:
        typed = QueryDict(mutable=True)
        typed.update(self.data)
        typed[self.add_prefix("seen")] = str(clash.version)
        self.data = typed
        for name, theirs in clash.theirs.items():
            if theirs != clash.yours[name]:
                self.add_error(name, _("Saved meanwhile: “%(text)s”.") % {"text": _readable(theirs)})


def _initial(row: Model, name: str) -> Any:
    value = getattr(row, name)
    return list(value.all()) if isinstance(value, Manager) else value


def _readable(value: Any) -> str:
    if isinstance(value, dt.date):
        return format_day(value, "short")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "–" if value in (None, "") else str(value)
