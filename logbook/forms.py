"""What may be sent to the logbook, cleaned to Python values."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cohorts.enums import Level
from core.forms import LongText, SaveForm

TEXT_LIMIT = 20_000
COMMENT_LIMIT = 2_000
NOT_CONCERNED = "none"


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
