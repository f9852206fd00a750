"""What may be sent to the logbook, cleaned to Python values."""

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from cohorts.enums import Level
from core.forms import BaseForm, LongText, SaveForm, too_long
from core.richtext import Written, as_html, from_html

TEXT_LIMIT = 20_000
SENT_LIMIT = 200_000  # the words with their formatting, as a browser sends them
COMMENT_LIMIT = 2_000
NOT_CONCERNED = "none"


class AnswerForm(SaveForm):
    """An answer, typed as plain text or, where the browser has the editor, as HTML (`format`): the limit is of words."""

    text = LongText(SENT_LIMIT, widget=forms.Textarea(attrs={"rows": 3, "class": "form-control", "dir": "auto"}))
    format = forms.ChoiceField(choices=[("html", "html")], required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        start = Written(self.initial.get("text", ""), self.initial.get("html", ""))
        self.fields["text"].widget.attrs["data-house-rich"] = as_html(start) if start.html else ""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if "text" not in cleaned:
            return cleaned
        text = cleaned["text"]
        written = from_html(text) if cleaned.pop("format", "") else None
        try:
            MaxLengthValidator(TEXT_LIMIT, message=too_long)(written.text if written else text)
        except forms.ValidationError as wrong:
            self.add_error("text", wrong)
        return cleaned | {"text": written.text if written else text, "html": written.html if written else None}


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


class SessionForm(BaseForm):
    """The session in which levels are agreed together."""

    held_on = forms.DateField(label=_("Held on"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    session_title = forms.CharField(
        label=_("Which session"),
        max_length=160,
        required=False,
        help_text=_("For example: workshop 5, or the meeting of 20 May."),
    )
    present = forms.ModelMultipleChoiceField(
        label=_("Structures that are there"), queryset=None, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, structures: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["present"].queryset = structures
