"""What may be sent about objectives."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cohorts.models import Axis
from core.dates import today
from core.forms import BaseForm, EditForm
from logbook.enums import ObjectiveState
from logbook.models import Objective
from projects import queries as projects
from projects.models import Project


def day_field(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **more)


class Value(forms.DecimalField):
    """A figure as people type it: « 12,5 » or « 1 200 »."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=14, decimal_places=2, **kwargs)

    def to_python(self, value: Any) -> Any:
        plain = "".join(str(value if value is not None else "").split()).replace(",", ".")
        return super().to_python(plain)


class ObjectiveFields(BaseForm):
    statement = forms.CharField(label=_("What do you want to reach?"), max_length=300)
    axis = forms.ModelChoiceField(label=_("Axis"), queryset=None, empty_label=_("Choose"))
    owner = forms.ModelChoiceField(
        label=_("Structure that carries it"), queryset=None, required=False, empty_label=_("The whole project")
    )
    due_on = day_field(_("By"), required=False)
    indicator = forms.CharField(
        label=_("Indicator"),
        max_length=200,
        required=False,
        help_text=_("What is counted. Left empty, only its state tells."),
    )
    unit = forms.CharField(label=_("Unit"), max_length=30, required=False)
    start_value = Value(label=_("Start value"), required=False)
    target_value = Value(label=_("Target"), required=False)

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["axis"].queryset = Axis.objects.filter(version=project.cohort.content_id)
        self.fields["owner"].queryset = project.structures.distinct().order_by("name")


class NewObjectiveForm(ObjectiveFields):
    pass


class ChangeObjectiveForm(EditForm, ObjectiveFields):
    def __init__(self, *args: Any, row: Objective, **kwargs: Any) -> None:
        super().__init__(*args, row=row, project=row.project, **kwargs)


class MeasureForm(BaseForm):
    value = Value(label=_("Value"))
    measured_on = day_field(_("Measured on"), initial=today)
    comment = forms.CharField(label=_("Comment (optional)"), max_length=300, required=False)


class SettleForm(BaseForm):
    state = forms.ChoiceField(label=_("State"), choices=ObjectiveState.choices)
    reason = forms.CharField(
        label=_("Reason"), max_length=300, required=False, help_text=_("Needed when it is given up.")
    )


class ObjectiveActionForm(BaseForm):
    text = forms.CharField(label=_("What is to be done"), max_length=300)
    owner = forms.ChoiceField(label=_("Who does it"))
    due_on = day_field(_("By"), required=False)

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [("", _("Choose")), *projects.owner_choices([project])]

    def clean(self) -> None:
        owner = self.cleaned_data.pop("owner", "")
        if owner:
            named = projects.owner_named(owner)
            self.cleaned_data |= {"person": named["person"], "structure": named["structure"]}
