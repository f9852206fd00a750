"""The facts of a session."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from agenda.models import Session, Venue
from cohorts.enums import SessionForm
from cohorts.models import Axis, Cohort, Expert, SessionKind
from core import dates
from projects.models import Membership, Project

from .hours import reason_field
from .why import WhyForm


class StructureField(forms.ModelChoiceField):
    """A structure by its part in a project, so that the project is known with it."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.structure.name} ({obj.project.name})"


class PlanForm(WhyForm):
    """A session of a cohort. With `session`, what may still change of it: not its kind and not its project."""

    form = forms.ChoiceField(label=gettext_lazy("Kind"), choices=SessionForm, widget=forms.RadioSelect)
    project = forms.ModelChoiceField(
        Project.objects.none(),
        label=gettext_lazy("Project"),
        required=False,
        empty_label=gettext_lazy("Choose a project"),
    )
    structure = StructureField(
        Membership.objects.none(),
        label=gettext_lazy("With one structure alone"),
        required=False,
        empty_label=gettext_lazy("No: with the whole project"),
        help_text=gettext_lazy("Its partners see neither the meeting nor what is written of it."),
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
    aim = forms.CharField(
        label=gettext_lazy("Aim"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    half = forms.ChoiceField(label=gettext_lazy("Usual hours"), required=False)
    venue = forms.ModelChoiceField(
        Venue.objects.none(),
        label=gettext_lazy("Place"),
        required=False,
        empty_label=gettext_lazy("No place (remote, or to be decided)"),
    )
    facilitators = forms.ModelMultipleChoiceField(
        User.objects.none(), label=gettext_lazy("Facilitated by"), required=False, widget=forms.CheckboxSelectMultiple
    )
    publish = forms.BooleanField(
        label=gettext_lazy("Publish at once"),
        required=False,
        help_text=gettext_lazy(
            "The people concerned see the session. Otherwise it stays a draft, seen by the team alone."
        ),
    )
    experts = forms.ModelMultipleChoiceField(
        Expert.objects.order_by("name", "pk"),
        label=gettext_lazy("Invited experts"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reason = reason_field()
    seen = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, cohort: Cohort, session: Session | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cohort, self.session = cohort, session
        fields: Any = self.fields
        fields["day"].help_text = _("Left empty, it is a draft that waits for its date.")
        fields["form"].choices = [(form.value, form.label.capitalize()) for form in SessionForm]
        self.kinds = list(cohort.session_kinds.order_by("position", "pk"))
        hours = [
            (kind.slug, f"{kind.name} · {dates.format_hours(kind.starts_at, kind.ends_at)}") for kind in self.kinds
        ]
        fields["half"].choices = [("", _("Other hours")), *hours]
        fields["axis"].queryset = cohort.content.axes.order_by("position", "pk")
        fields["facilitators"].queryset = User.objects.filter(
            pk__in=[*cohort.facilitations.order_by("pk").values_list("user", flat=True), *self.kept]
        ).order_by("name", "pk")
        kept = Q(pk=session.venue_id if session else None)
        fields["venue"].queryset = Venue.objects.filter(kept | Q(retired_at__isnull=True)).order_by("name", "pk")
        if session is None:
            fields["project"].queryset = cohort.projects.order_by("name", "pk")
            members = Membership.objects.filter(project__cohort=cohort, left_on__isnull=True)
            members = members.select_related("structure", "project")
            fields["structure"].queryset = members.order_by("project__name", "structure__name", "pk")
            del fields["seen"]
        else:
            for name in ("form", "project", "structure", "publish"):
                del fields[name]
            fields["seen"].required = True
        self.settle_why()

    @property
    def kept(self) -> list[int]:
        """Those who facilitate the session already stay on the list, even when they left the cohort's team."""
        return [person.pk for person in self.session.facilitators.order_by("pk")] if self.session else []

    @property
    def usual_hours(self) -> list[dict[str, str]]:
        """The kinds of session of the cohort, for the script that fills the hours in."""
        return [
            {"slug": kind.slug, "form": kind.form, "starts": f"{kind.starts_at:%H:%M}", "ends": f"{kind.ends_at:%H:%M}"}
            for kind in self.kinds
        ]

    def usual(self, facts: dict[str, Any]) -> SessionKind | None:
        return next((kind for kind in self.kinds if kind.slug == facts.get("half")), None)

    def must_be_dated(self, facts: dict[str, Any]) -> bool:
        return bool(facts.get("publish")) if self.session is None else not self.session.is_draft

    def clean(self) -> dict[str, Any]:
        facts = super().clean()
        self._clean_project(facts)
        return facts

    def _clean_project(self, facts: dict[str, Any]) -> None:
        if self.session is not None or "form" not in facts:
            return
        member = facts.get("structure")
        facts["structure"] = member.structure if member and facts["form"] == SessionForm.MEETING else None
        if facts["form"] != SessionForm.MEETING:
            facts["project"] = None
            self.errors.pop("project", None)
        elif member and facts.get("project") not in {None, member.project}:
            self.add_error("structure", _("This structure does not take part in the project chosen."))
        elif member:
            facts["project"] = member.project
        elif not facts.get("project") and "project" not in self.errors:
            self.add_error("project", _("A meeting is held with one project: choose it."))

    @property
    def facts(self) -> dict[str, Any]:
        """What the actions take."""
        names = ("starts_at", "ends_at", "axis", "title", "aim", "venue", "reason")
        given = {name: self.cleaned_data[name] for name in names}
        if "why" in self.cleaned_data:
            given["why"] = self.cleaned_data["why"]
        return given | {name: list(self.cleaned_data[name]) for name in ("facilitators", "experts")}

    def differences(self, theirs: Session) -> list[tuple[str, str, str]]:
        """(field, theirs, yours) where a session saved elsewhere differs from what was typed."""
        yours = self.cleaned_data
        both = [
            ("title", theirs.title, yours["title"]),
            ("aim", theirs.aim, yours["aim"]),
            ("axis", theirs.axis, yours["axis"]),
            ("day", said(dates.format_day, theirs.day, "long"), said(dates.format_day, yours["day"], "long")),
            ("starts", said(dates.format_clock, theirs.starts_at), said(dates.format_clock, yours["starts_at"])),
            ("ends", said(dates.format_clock, theirs.ends_at), said(dates.format_clock, yours["ends_at"])),
            ("venue", theirs.venue, yours["venue"]),
        ]
        return [
            (str(self.fields[name].label), str(old or "–"), str(new or "–")) for name, old, new in both if old != new
        ]


class MoveForm(WhyForm):
    """Another day and other hours for one session; a draft may be left without."""

    reason = reason_field()
    seen = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.session = session
        if session.is_draft:
            fields: Any = self.fields
            fields["day"].help_text = _("Left empty, it goes back among those that wait for a date.")
        self.settle_why()

    def usual(self, facts: dict[str, Any]) -> SessionKind | None:
        kinds = self.session.cohort.session_kinds.filter(form=self.session.form)
        return kinds.order_by("position", "pk").first()

    def must_be_dated(self, facts: dict[str, Any]) -> bool:
        return not self.session.is_draft

    @property
    def facts(self) -> dict[str, Any]:
        names = ("starts_at", "ends_at", "reason", "seen", "why")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


def said(formatted: Any, value: Any, *how: str) -> str:
    """A day or a clock in words; nothing for a session that waits for its date."""
    return "" if value is None else formatted(value, *how)
