"""A poll: what it is for, and what a person says of its dates."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from agenda.enums import Availability
from agenda.models import Poll, PollDate, Session, Venue
from agenda.queries import OwnDate
from cohorts.enums import SessionForm
from cohorts.models import Axis, Cohort
from core import dates
from core.forms import BaseForm
from projects.models import Project

from .hours import reason_field
from .inputs import DAY_FORMATS, DayInput


def team_of(cohort: Cohort, *kept: int) -> Any:
    """Who may hold a session of the cohort, and those who are to hold this one already."""
    keys = [*cohort.facilitations.order_by("pk").values_list("user", flat=True), *kept]
    return User.objects.filter(pk__in=keys).order_by("name", "pk")


class HeldForm(BaseForm):
    """Where and by whom a session is held."""

    venue = forms.ModelChoiceField(
        Venue.objects.order_by("name", "pk"),
        label=gettext_lazy("Place"),
        required=False,
        empty_label=gettext_lazy("No place (remote, or to be decided)"),
    )
    facilitators = forms.ModelMultipleChoiceField(
        User.objects.none(), label=gettext_lazy("Facilitated by"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, cohort: Cohort, kept: Sequence[int] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["facilitators"].queryset = team_of(cohort, *kept)


class PollForm(HeldForm):
    """What a poll is for and until when it takes answers. With `poll`, what may still change of it."""

    form = forms.ChoiceField(label=gettext_lazy("Kind"), choices=SessionForm, widget=forms.RadioSelect)
    project = forms.ModelChoiceField(
        Project.objects.none(),
        label=gettext_lazy("Project"),
        required=False,
        empty_label=gettext_lazy("Choose a project"),
    )
    axis = forms.ModelChoiceField(
        Axis.objects.none(),
        label=gettext_lazy("Axis"),
        required=False,
        empty_label=gettext_lazy("No axis in particular"),
    )
    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("Left empty, it is made of the kind, the number and the axis."),
    )
    message = forms.CharField(
        label=gettext_lazy("Message to the people asked"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("It stands in the mail and becomes the aim of the session."),
    )
    answers_until = forms.DateField(label=gettext_lazy("Answers until"), input_formats=DAY_FORMATS, widget=DayInput)
    withdrawn = forms.MultipleChoiceField(
        label=gettext_lazy("Withdraw dates"), required=False, widget=forms.CheckboxSelectMultiple
    )
    accept_warnings = forms.BooleanField(label=gettext_lazy("Propose these days all the same"), required=False)
    seen = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        cohort: Cohort,
        poll: Poll | None = None,
        draft: Session | None = None,
        proposed: Sequence[PollDate] = (),
        **kwargs: Any,
    ) -> None:
        self.draft = poll.draft if poll else draft
        kept = [person.pk for person in poll.facilitators.all()] if poll else []
        super().__init__(*args, cohort=cohort, kept=kept, **kwargs)
        fields: Any = self.fields
        fields["axis"].queryset = cohort.content.axes.order_by("position", "pk")
        if poll is None:
            fields["form"].choices = [(form.value, form.label.capitalize()) for form in SessionForm]
            fields["project"].queryset = cohort.projects.order_by("name", "pk")
            del fields["seen"], fields["withdrawn"]
        else:
            fields["withdrawn"].choices = [(str(row.pk), said_date(row)) for row in proposed]
            fields["seen"].required = True
            del fields["form"], fields["project"]
        if self.draft is not None:  # what the session is stands on its own sheet
            for name in ("form", "project", "axis", "title"):
                fields.pop(name, None)

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        if facts.get("form") == SessionForm.MEETING:
            if not facts.get("project") and "project" not in self.errors:
                self.add_error("project", _("A meeting is held with one project: choose it."))
        elif "form" in facts:
            facts["project"] = None
            self.errors.pop("project", None)
        return facts

    @property
    def facts(self) -> dict[str, Any]:
        """What the actions take, but for the dates."""
        facts = {name: value for name, value in self.cleaned_data.items() if name != "withdrawn"}
        facts["facilitators"] = list(facts["facilitators"])
        if self.draft is not None:
            facts |= {"axis": self.draft.axis, "title": self.draft.title}
            if "withdrawn" not in self.fields:
                facts |= {"form": self.draft.form, "project": self.draft.project, "draft": self.draft}
        if "withdrawn" in self.fields:
            facts["withdrawn"] = {int(key) for key in self.cleaned_data["withdrawn"]}
        return facts

    def differences(self, theirs: Poll) -> list[tuple[str, str, str]]:
        """(field, theirs, yours) where a poll saved elsewhere differs from what was typed."""
        yours = self.cleaned_data
        both = [
            *(
                (name, getattr(theirs, name), yours[name])
                for name in ("title", "message", "axis", "venue")
                if name in self.fields
            ),
            (
                "answers_until",
                dates.format_day(theirs.answers_until, "long"),
                dates.format_day(yours["answers_until"], "long"),
            ),
        ]
        return [
            (str(self.fields[name].label), str(old or "–"), str(new or "–")) for name, old, new in both if old != new
        ]


class ChooseForm(HeldForm):
    """Where and by whom the session on the chosen date is held."""

    reason = reason_field()

    @property
    def facts(self) -> dict[str, Any]:
        return self.cleaned_data | {"facilitators": list(self.cleaned_data["facilitators"])}


class ReopenForm(BaseForm):
    answers_until = forms.DateField(label=gettext_lazy("Answers until"), input_formats=DAY_FORMATS, widget=DayInput)


class AvailabilityForm(BaseForm):
    """Three buttons a date. `rows` pairs each date with its field."""

    def __init__(self, *args: Any, own: Sequence[OwnDate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = own
        for row in own:
            self.fields[self.name_of(row)] = forms.ChoiceField(
                label=said_date(row.date),
                choices=Availability,
                required=False,
                initial=row.answer or "",
                widget=forms.RadioSelect,
            )

    @staticmethod
    def name_of(row: OwnDate) -> str:
        return f"date-{row.date.pk}"

    @property
    def rows(self) -> list[tuple[PollDate, Any]]:
        return [(row.date, self[self.name_of(row)]) for row in self.own]

    @property
    def given(self) -> int:
        """How many dates have an answer already."""
        return sum(row.answer is not None for row in self.own)

    @property
    def missing(self) -> int:
        return len(self.own) - self.given

    @property
    def answers(self) -> dict[int, Availability]:
        told = {row.date.pk: self.cleaned_data[self.name_of(row)] for row in self.own}
        return {key: Availability(word) for key, word in told.items() if word}


def said_date(row: PollDate) -> str:
    return f"{dates.format_day(row.starts_at, 'long')}, {dates.format_hours(row.starts_at, row.ends_at)}"
