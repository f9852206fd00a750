"""How a session is prepared, and the documents given for it."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.models import Session
from core.forms import BaseForm

# How many rows a form has at first, how many a button adds without a script, and how many there may be.
FIRST, MORE = 3, 3
MOST = {"step": 20, "materials": 30, "roles": 30}
LONGEST = 2000
_LISTS = ("materials", "roles")
_TEXTS = ("preparation", "exchange")


def text(label: Any, help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class PreparationForm(BaseForm):
    """A row for each step, each material and each role, as many as are sent or asked for; and two texts.

    `more` names the list to which a button without a script adds rows; the form is then shown as it was typed.
    """

    preparation = text(
        gettext_lazy("Asked of the members beforehand"),
        gettext_lazy("What each structure brings or thinks about first."),
    )
    exchange = text(
        gettext_lazy("Exchange between peers"), gettext_lazy("Which project tells what to the others, and how.")
    )
    seen = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, session: Session, typed: Any = None, more: str = "", **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        known = stored(session) if data is None and typed is None else None
        sent: Mapping[str, Any] = typed if typed is not None else data if data is not None else {}
        told: Mapping[str, Any] = known if known is not None else sent
        self.numbers = {name: rows_in(told, name) for name in MOST}
        for name, most in MOST.items():
            added = MORE if name == more else 1 if known is not None and self.numbers[name] >= FIRST else 0
            self.numbers[name] = min(most, max(FIRST, self.numbers[name]) + added)
        for name in _TEXTS:
            self.fields[name].initial = told.get(name, "")
        for place in range(self.numbers["step"]):
            self._add_step(place, told)
        for name in _LISTS:
            for place in range(self.numbers[name]):
                self._add_line(name, place, told)

    def _add_step(self, place: int, told: Mapping[str, Any]) -> None:
        number = {"number": place + 1}
        self.fields[f"minutes_{place}"] = forms.IntegerField(
            label=_("Minutes of step %(number)d") % number, min_value=1, max_value=600, required=False,
            initial=told.get(f"minutes_{place}"),
        )  # fmt: skip
        self.fields[f"step_{place}"] = forms.CharField(
            label=_("Step %(number)d") % number, max_length=200, required=False, initial=told.get(f"step_{place}", "")
        )

    def _add_line(self, name: str, place: int, told: Mapping[str, Any]) -> None:
        label = _("Materials, line %(number)d") if name == "materials" else _("Roles, line %(number)d")
        self.fields[f"{name}_{place}"] = forms.CharField(
            label=label % {"number": place + 1}, max_length=LONGEST, required=False,
            initial=told.get(f"{name}_{place}", ""),
        )  # fmt: skip

    @property
    def rows(self) -> list[tuple[Any, Any]]:
        return [(self[f"minutes_{place}"], self[f"step_{place}"]) for place in range(self.numbers["step"])]

    @property
    def materials(self) -> list[Any]:
        return self._lines("materials")

    @property
    def roles(self) -> list[Any]:
        return self._lines("roles")

    def _lines(self, name: str) -> list[Any]:
        return [self[f"{name}_{place}"] for place in range(self.numbers[name])]

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        for place in range(self.numbers["step"]):
            minutes, step = f"minutes_{place}", f"step_{place}"
            if facts.get(step) and minutes in facts and not facts[minutes]:
                self.add_error(minutes, _("Say how many minutes."))
            if facts.get(minutes) and step in facts and not facts[step]:
                self.add_error(step, _("Say what is done."))
        for name in _LISTS:
            if len(self._joined(name)) > LONGEST:
                self.add_error(f"{name}_0", _("All these lines together have more than 2,000 characters."))
        return facts

    def _joined(self, name: str) -> str:
        lines = (self.cleaned_data.get(f"{name}_{place}", "") for place in range(self.numbers[name]))
        return "\n".join(line for line in lines if line)

    @property
    def facts(self) -> dict[str, Any]:
        """What the action takes; empty rows are left out."""
        told = self.cleaned_data
        rows = [(told[f"minutes_{place}"], told[f"step_{place}"]) for place in range(self.numbers["step"])]
        lists = {name: self._joined(name) for name in _LISTS}
        texts = {name: told[name] for name in (*_TEXTS, "seen")}
        return lists | texts | {"steps": [(minutes, step) for minutes, step in rows if step]}


def stored(session: Session) -> dict[str, Any]:
    """What the sheet says today, by the names of the fields."""
    told: dict[str, Any] = {name: getattr(session, name) for name in _TEXTS}
    for place, step in enumerate(session.steps.order_by("position")):
        told |= {f"minutes_{place}": step.minutes, f"step_{place}": step.text}
    for name in _LISTS:
        lines = [line.strip() for line in getattr(session, name).splitlines() if line.strip()]
        told |= {f"{name}_{place}": line for place, line in enumerate(lines)}
    return told


def rows_in(told: Mapping[str, Any], name: str) -> int:
    """How many rows of a list were sent."""
    places = [int(found[1]) for key in told if (found := re.fullmatch(rf"{name}_([0-9]{{1,2}})", str(key)))]
    return min(MOST[name], max(places) + 1) if places else 0


class DocumentForm(BaseForm):
    """One file, of a kind that everybody opens."""

    file = forms.FileField(label=gettext_lazy("File"), max_length=180)
