"""When the people of an edition are reminded."""

import re
from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cohorts.queries import EARLIEST, FURTHEST, LATEST, Schedule
from core.dates import format_clock
from core.forms import BaseForm

LISTS = ("session_days", "poll_days", "action_days")
MOST = 5  # reminders of one thing: more is a nuisance


class Days(forms.CharField):
    """Numbers of days, in any order, between commas or spaces; nothing for no reminder at all."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=60, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(map(str, value)) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> Any:
        words = [word for word in re.split(r"[\s,;]+", super().clean(value)) if word]
        if not all(word.isdecimal() for word in words):
            raise ValidationError(_("Write numbers of days between commas: 14, 2."))
        days = sorted({int(word) for word in words}, reverse=True)
        if any(not 1 <= day <= FURTHEST for day in days):
            raise ValidationError(_("Between 1 and %(most)d days before.") % {"most": FURTHEST})
        if len(days) > MOST:
            raise ValidationError(_("At most %(most)d reminders of one thing.") % {"most": MOST})
        return days


class RemindersForm(BaseForm):
    session_days = Days(
        label=gettext_lazy("Sessions: days before"),
        help_text=gettext_lazy(
            "To whoever has said neither yes nor no. Several numbers between commas; empty for none."
        ),
    )
    poll_days = Days(
        label=gettext_lazy("Polls: days before the last day for answers"),
        help_text=gettext_lazy("To whoever has not answered every date."),
    )
    action_days = Days(
        label=gettext_lazy("Actions: days before their day"),
        help_text=gettext_lazy("To the person who does it, or to the people of the structure."),
    )
    overdue = forms.BooleanField(
        label=gettext_lazy("Actions: once more the day after, if it is not done"), required=False
    )
    hour = forms.TypedChoiceField(label=gettext_lazy("At what hour"), coerce=int)
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, schedule: Schedule, **kwargs: Any) -> None:
        initial = {name: getattr(schedule, name) for name in (*LISTS, "overdue", "hour")} | {"seen": schedule.version}
        super().__init__(*args, initial=initial, **kwargs)
        hour: Any = self.fields["hour"]
        hour.choices = [(hour, format_clock(_clock(hour))) for hour in range(EARLIEST, LATEST + 1)]

    def show_theirs(self, theirs: Schedule) -> None:
        """Beside each list that differs, what somebody else has saved."""
        for name in LISTS:
            days = list(getattr(theirs, name))
            if days != self.cleaned_data[name]:
                told = ", ".join(map(str, days)) or _("none")
                self.add_error(name, _("Saved meanwhile: “%(text)s”.") % {"text": told})
        if theirs.hour != self.cleaned_data["hour"]:
            self.add_error("hour", _("Saved meanwhile: “%(text)s”.") % {"text": format_clock(_clock(theirs.hour))})


def _clock(hour: int) -> Any:
    return time(hour)
