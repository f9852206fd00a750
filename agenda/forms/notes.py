"""What was said in a session, what is to be done after it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agenda.models.notes import LONGEST
from agenda.queries import Block
from core.forms import BaseForm, LongText, SaveForm
from projects.models import Project, Structure
from projects.queries import owner_choices, owner_named

from .inputs import DAY_FORMATS, DayInput

NOTE_LIMIT = 10_000


def area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "class": "form-control"})


class NoteForm(SaveForm):
    """What was said of one axis, for one audience."""

    topics = LongText(NOTE_LIMIT, label=_("What was talked about"), widget=area(3))
    decisions = LongText(NOTE_LIMIT, label=_("What was decided"), widget=area(2))
    next_steps = LongText(NOTE_LIMIT, label=_("Next steps"), widget=area(2))
    minutes = forms.IntegerField(
        label=_("Time spent, in minutes"),
        required=False,
        min_value=0,
        max_value=LONGEST,
        widget=forms.NumberInput(attrs={"class": "form-control num", "inputmode": "numeric", "step": 5}),
        error_messages={"max_value": _("At most ten hours: write it in minutes.")},
    )

    def __init__(self, *args: Any, block: Block, **kwargs: Any) -> None:
        note = block.note
        stored = (
            {name: getattr(note, name) for name in ("topics", "decisions", "next_steps", "minutes")} if note else {}
        )
        stored["seen"] = note.version if note else 0
        kwargs.setdefault("initial", stored)
        super().__init__(*args, anchor=f"note-{block.word}", **kwargs)


class NextActionForm(BaseForm):
    """Something to be done after a session, in one of the projects it is held with, or by the structure met alone."""

    text = forms.CharField(
        label=_("What is to be done"), max_length=300, help_text=_("One thing, that begins with a verb.")
    )
    owner = forms.ChoiceField(label=_("Who does it"))
    due_on = forms.DateField(label=_("By"), required=False, input_formats=DAY_FORMATS, widget=DayInput)

    def __init__(self, *args: Any, projects: list[Project], structure: Structure | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["owner"]
        choices.choices = [("", _("Choose")), *owner_choices(projects, structure)]

    def clean(self) -> None:
        owner = self.cleaned_data.pop("owner", "")
        if owner:
            self.cleaned_data |= owner_named(owner)
