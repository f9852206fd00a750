"""The bases of our forms: crispy helper without a form tag, errors beside their fields, edits elsewhere shown, and
what saves itself (static/js/keep.js)."""

import datetime as dt
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.validators import MaxLengthValidator
from django.db.models import Manager, Model
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from .dates import format_day
from .errors import EditedElsewhere, Refused
from .rules import mark_of
from .saving import Saved


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
    # Fields that are no column of the row.
    beside: tuple[str, ...] = ()

    def __init__(self, *args: Any, row: Model, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [name for name in self.fields if name != "seen" and name not in self.beside]
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


def typed_with(data: Any, **changes: str) -> dict[str, Any]:
    """What was sent to a form, with some of it changed: a QueryDict holds lists, which `{**data}` would copy."""
    return (data.dict() if isinstance(data, QueryDict) else dict(data)) | changes


class LongText(forms.CharField):
    """A text that may be empty. The limit is told in a sentence: a browser's maxlength would cut a paste in silence."""

    def __init__(self, limit: int, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.validators.append(MaxLengthValidator(limit, message=too_long))

    def to_python(self, value: Any) -> str:
        return super().to_python(value).replace("\r\n", "\n")


too_long = ngettext_lazy(
    "This text has %(show_value)d sign; at most %(limit_value)d can be saved. It is kept here: shorten it.",
    "This text has %(show_value)d signs; at most %(limit_value)d can be saved. It is kept here: shorten it.",
    "show_value",
)


class SaveForm(BaseForm):
    """What every save carries: the version that the person has seen, and the browser's number of this save.

    Many stand on one page, so each takes the ids of its fields from the row it is about, or from its `anchor`.
    """

    seen = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    attempt = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, subject: Model, anchor: str = "", **kwargs: Any) -> None:
        self.subject = subject
        self.anchor = anchor or f"{subject._meta.model_name}-{subject.pk}"
        super().__init__(*args, auto_id=f"id_{self.anchor}-%s", **kwargs)
        for bound in self.visible_fields():
            bound.field.widget.attrs["aria-describedby"] = f"error-{bound.auto_id}"

    def send(self, act: Any) -> tuple[Saved | None, EditedElsewhere | None]:
        """What the action saved, or the other text that it met; neither, when the form says why."""
        if self.is_valid():
            try:
                return act(**self.cleaned_data), None
            except EditedElsewhere as clash:
                return None, clash
            except Refused as refusal:
                self.add_error(None, refusal.sentence)
        return None, None

    @property
    def problem(self) -> str:
        """What is wrong with what no field shows: a damaged form, or a refusal."""
        hidden = any(name in self.errors for name in ("seen", "attempt"))
        damaged = _("This page is too old or damaged: reload it. What you typed is kept on this device.")
        return str(damaged) if hidden else " ".join(map(str, self.non_field_errors()))
