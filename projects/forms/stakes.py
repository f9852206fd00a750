"""A hundred points over the stakes of a structure, what would make it leave, what it offers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.dates import today
from core.forms import BaseForm, LongText, typed_with
from projects.actions import Said, remainder_sentence
from projects.enums import StakeKind
from projects.models import Stakes
from projects.models.stakes import WHOLE

from .cooperations import day_field

TEXT_LIMIT = 2000


class StakesForm(BaseForm):
    """One version. `last` is the one before: its sharing is taken up, its points and words stand beside."""

    stated_on = day_field(_("Said on"))
    would_leave = LongText(TEXT_LIMIT, label=_("What would make us leave"), widget=forms.Textarea(attrs={"rows": 3}))
    would_leave_shared = forms.BooleanField(required=False)
    offers = LongText(TEXT_LIMIT, label=_("What we offer to the cooperation"), widget=forms.Textarea(attrs={"rows": 3}))
    offers_shared = forms.BooleanField(required=False)
    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, last: Stakes | None, may_share: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.last, self.may_share = last, may_share
        self.before = {line.kind: line for line in last.lines.all()} if last else {}
        for kind in StakeKind:
            line = self.before.get(kind)
            self.fields[f"points_{kind}"] = forms.IntegerField(
                label=kind.label, required=False, min_value=0, max_value=WHOLE, initial=line.points if line else 0
            )
            self.fields[f"words_{kind}"] = forms.CharField(
                required=False, max_length=200, initial=line.words if line else ""
            )
            self.fields[f"shared_{kind}"] = forms.BooleanField(required=False, initial=bool(line and line.shared))
        self.initial = {**self.initial, "stated_on": today(), "seen": last.number if last else 0}
        if last is not None:
            names = ("would_leave", "would_leave_shared", "offers", "offers_shared")
            self.initial = {**self.initial, **{name: getattr(last, name) for name in names}}

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Each line as the page lays it out."""
        return [
            {
                "kind": kind,
                "points": self[f"points_{kind}"],
                "words": self[f"words_{kind}"],
                "shared": self[f"shared_{kind}"],
                "before": self.before.get(kind),
            }
            for kind in StakeKind
        ]

    @property
    def sum(self) -> int:
        """The points that the form shows, whatever was typed."""
        told = (str(row["points"].value() or "") for row in self.rows)
        return sum(int(text) for text in told if text.isdigit())

    @property
    def left(self) -> int:
        return WHOLE - self.sum

    def put_rest(self, kind: str) -> None:
        """Puts what is left on one line: what the script does in the page, for who has none."""
        if kind in StakeKind.values and self.left > 0:
            told = str(self[f"points_{kind}"].value() or "")
            points = (int(told) if told.isdigit() else 0) + self.left
            self.data = typed_with(self.data, **{f"points_{kind}": str(points)})

    def clean(self) -> None:
        points = [self.cleaned_data.get(f"points_{kind}") for kind in StakeKind]
        if not any(self.has_error(f"points_{kind}") for kind in StakeKind):
            total = sum(number or 0 for number in points)
            if total != WHOLE:
                self.add_error(None, remainder_sentence(total))

    @property
    def facts(self) -> dict[str, Any]:
        """What the action takes. Sharing is the structure's own act: what the team writes down is shared with nobody."""
        told = self.cleaned_data
        shared = {name: self.may_share and told[name] for name in ("would_leave_shared", "offers_shared")}
        lines = {
            kind: Said(told[f"points_{kind}"] or 0, told[f"words_{kind}"], self.may_share and told[f"shared_{kind}"])
            for kind in StakeKind
        }
        return {name: told[name] for name in ("stated_on", "would_leave", "offers", "seen")} | shared | {"lines": lines}
