"""How a session is prepared, and the documents given for it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.models import Session
from core.forms import BaseForm

MOST_STEPS, SPARE_STEPS = 20, 4


def lines(label: Any, help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class PreparationForm(BaseForm):
    """A row for each step, a few more to fill in, and the texts of the sheet."""

    preparation = lines(
        gettext_lazy("Asked of the members beforehand"),
        gettext_lazy("What each structure brings or thinks about first."),
    )
    materials = lines(gettext_lazy("Materials"), gettext_lazy("One a line: paper, markers, projector…"))
    roles = lines(gettext_lazy("Roles"), gettext_lazy("One a line: who welcomes, who takes notes, who keeps the time…"))
    exchange = lines(
        gettext_lazy("Exchange between peers"), gettext_lazy("Which project tells what to the others, and how.")
    )
    seen = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        steps = list(session.steps.order_by("position"))
        for name in ("preparation", "materials", "roles", "exchange"):
            self.fields[name].initial = getattr(session, name)
        self.number = min(MOST_STEPS, max(6, len(steps) + SPARE_STEPS))
        for place in range(self.number):
            known = steps[place] if place < len(steps) else None
            self.fields[f"minutes_{place}"] = forms.IntegerField(
                label=_("Minutes of step %(number)d") % {"number": place + 1}, min_value=1, max_value=600, required=False,
                initial=known.minutes if known else None,
            )  # fmt: skip
            self.fields[f"step_{place}"] = forms.CharField(
                label=_("Step %(number)d") % {"number": place + 1}, max_length=200, required=False,
                initial=known.text if known else "",
            )  # fmt: skip

    @property
    def rows(self) -> list[tuple[Any, Any]]:
        return [(self[f"minutes_{place}"], self[f"step_{place}"]) for place in range(self.number)]

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        for place in range(self.number):
            minutes, text = f"minutes_{place}", f"step_{place}"
            if facts.get(text) and minutes in facts and not facts[minutes]:
                self.add_error(minutes, _("Say how many minutes."))
            if facts.get(minutes) and text in facts and not facts[text]:
                self.add_error(text, _("Say what is done."))
        return facts

    @property
    def facts(self) -> dict[str, Any]:
        """What the action takes; empty rows are left out."""
        told = self.cleaned_data
        rows = [(told[f"minutes_{place}"], told[f"step_{place}"]) for place in range(self.number)]
        texts = {name: told[name] for name in ("preparation", "materials", "roles", "exchange", "seen")}
        return texts | {"steps": [(minutes, text) for minutes, text in rows if text]}


class DocumentForm(BaseForm):
    """One file, of a kind that everybody opens."""

    file = forms.FileField(label=gettext_lazy("File"), max_length=180)
