"""Why a session moves that people have been invited to: asked by every form that gives it other hours."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.models import Session
from agenda.queries import asks_why

from .hours import HoursForm


class WhyForm(HoursForm):
    """Hours, with the reason of a move. It is asked for when people will read of the move, and not to undo one."""

    session: Session | None = None
    why = forms.CharField(
        label=gettext_lazy("Why it moves"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("The people invited read it in their message, and on the sheet."),
    )

    def settle_why(self) -> None:
        """Leaves the question out where nobody would read the answer. To be called once `session` is known."""
        if self.session is None or self.session.is_draft:
            del self.fields["why"]

    def clean(self) -> dict[str, Any]:
        facts = super().clean()
        hours = facts.get("starts_at"), facts.get("ends_at")
        if self.session is not None and all(hours) and not facts.get("why") and asks_why(self.session, *hours):
            self.add_error("why", _("Say why it moves: the people invited will read it."))
        return facts
