"""How strictly an edition takes each rule."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.enums import ClashLevel, Rule
from agenda.queries import USUAL, Levels
from core.forms import BaseForm

MOST_MINUTES = 600


class ClashRulesForm(BaseForm):
    """A level for every rule, and the minutes of the way."""

    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes reckoned for the way between two places"), min_value=0, max_value=MOST_MINUTES
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, strict: Levels, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for rule in Rule:
            self.fields[f"rule_{rule}"] = forms.ChoiceField(
                label=rule.label.capitalize(),
                choices=ClashLevel,
                initial=strict[rule],
                help_text=_("Usually: %(level)s") % {"level": USUAL[rule].label},
            )
        self.fields["minutes"].initial = strict.minutes

    @property
    def rules(self) -> list[Any]:
        return [self[f"rule_{rule}"] for rule in Rule]

    @property
    def by_rule(self) -> dict[str, str]:
        return {rule.value: self.cleaned_data[f"rule_{rule}"] for rule in Rule}

    def show_theirs(self, theirs: Levels) -> None:
        """Beside each level that differs, what somebody else has saved."""
        for rule in Rule:
            if theirs[rule] != self.cleaned_data[f"rule_{rule}"]:
                self.add_error(f"rule_{rule}", _("Saved meanwhile: “%(text)s”.") % {"text": theirs[rule].label})
        if theirs.minutes != self.cleaned_data["minutes"]:
            self.add_error("minutes", _("Saved meanwhile: “%(text)s”.") % {"text": theirs.minutes})
