"""What may be sent to the logbook, cleaned to Python values."""

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from cohorts.enums import Level
from core.forms import BaseForm

TEXT_LIMIT = 20_000
COMMENT_LIMIT = 2_000
NOT_CONCERNED = "none"


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

    Many stand on one page, so each takes the ids of its fields from the question or criterion it is about.
    """

    seen = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    attempt = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, subject: Model, **kwargs: Any) -> None:
        self.subject = subject
        self.anchor = f"{subject._meta.model_name}-{subject.pk}"
        super().__init__(*args, auto_id=f"id_{self.anchor}-%s", **kwargs)
        for bound in self.visible_fields():
            bound.field.widget.attrs["aria-describedby"] = f"error-{bound.auto_id}"

    @property
    def problem(self) -> str:
        """What is wrong with what no field shows: a damaged form, or a refusal."""
        hidden = any(name in self.errors for name in ("seen", "attempt"))
        damaged = _("This page is too old or damaged: reload it. What you typed is kept on this device.")
        return str(damaged) if hidden else " ".join(self.non_field_errors())


class AnswerForm(SaveForm):
    text = LongText(TEXT_LIMIT, widget=forms.Textarea(attrs={"rows": 3, "class": "form-control"}))


class ScoreForm(SaveForm):
    level = forms.ChoiceField(
        choices=[*((str(value), str(value)) for value in Level.values), (NOT_CONCERNED, NOT_CONCERNED)],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose a level, or “not concerned yet”: your comment is saved with it."),
            "invalid_choice": _("Choose one of the four levels, or “not concerned yet”."),
        },
    )
    comment = LongText(COMMENT_LIMIT, widget=forms.Textarea(attrs={"rows": 2, "class": "form-control"}))

    def clean_level(self) -> int | None:
        value = self.cleaned_data["level"]
        return None if value == NOT_CONCERNED else int(value)
