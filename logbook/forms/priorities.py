"""Which axes come first, and from when to when."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cohorts.models import Axis
from core.dates import today
from core.forms import BaseForm
from logbook.queries import priorities_of
from projects.models import Project

USUAL = timedelta(days=60)


class PriorityForm(BaseForm):
    axes = forms.ModelMultipleChoiceField(
        label=_("One or two axes"),
        queryset=Axis.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: no axis comes first any more."),
    )
    starts_on = forms.DateField(label=_("From"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    ends_on = forms.DateField(label=_("Until"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["axes"].queryset = Axis.objects.filter(version=project.cohort.content_id)
        if not self.is_bound:
            now = priorities_of(project)
            last = max(now.values(), default=today() + USUAL)
            first = self.fields["axes"].queryset.filter(slug__in=now)
            self.initial = {"axes": first, "starts_on": today(), "ends_on": last, **self.initial}
