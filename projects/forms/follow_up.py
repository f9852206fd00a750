"""What is to be done, by whom and by when; and what became of it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.dates import format_day
from core.forms import BaseForm, typed_with
from projects import queries
from projects.enums import ActionState
from projects.models import Action

from .cooperations import day_field

OF_STATE = [(state.value, state.label) for state in ActionState]


class ActionForm(BaseForm):
    """An action of a project; with `action`, that action as it stands."""

    text = forms.CharField(
        label=_("What is to be done"),
        max_length=300,
        help_text=_("One thing, that begins with a verb."),
    )
    owner = forms.ChoiceField(label=_("Who does it"))
    due_on = day_field(_("By"))
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, project, action: Action | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        choices = queries.owner_choices([project], action.confined_to if action else None)
        if action is not None:
            self.initial = {
                "text": action.text, "due_on": action.due_on, "seen": action.version,
                "owner": queries.owner_word(action),
            }  # fmt: skip
            if not any(word == self.initial["owner"] for _group, words in choices for word, _name in words):
                choices.append((_("Takes part no longer"), [(self.initial["owner"], str(action.owner))]))
        self.fields["owner"].choices = [("", _("Choose")), *choices]
        self.fields["due_on"].required = False
        self.fields["due_on"].help_text = _("Left empty, it waits without a day.")

    def clean(self):
        owner = self.cleaned_data.pop("owner", "")
        if owner:
            self.cleaned_data |= queries.owner_named(owner)

    @property
    def facts(self):
        """What the actions take, but for the version seen."""
        return {name: self.cleaned_data[name] for name in ("text", "person", "structure", "due_on")}

    def show_theirs(self, theirs: Action) -> None:
        """Says beside each field what somebody else saved meanwhile; saving again is then a choice."""
        self.data = typed_with(self.data, seen=str(theirs.version))
        told = {
            "text": (theirs.text, self.cleaned_data["text"]),
            "owner": (str(theirs.owner), str(self.cleaned_data["structure"] or self.cleaned_data["person"])),
            "due_on": (_day(theirs.due_on), _day(self.cleaned_data["due_on"])),
        }
        for name, (saved, typed) in told.items():
            if saved != typed:
                self.add_error(name, _("Saved meanwhile: “%(text)s”.") % {"text": saved})


def _day(day):
    return format_day(day, "short") if day else "–"


class SettleForm(BaseForm):
    """What became of an action."""

    state = forms.ChoiceField(choices=OF_STATE, error_messages={"required": _("Say what became of it.")})
    reason = forms.CharField(
        label=_("A word about it"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"maxlength": None}),
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
