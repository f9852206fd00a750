"""What may be sent to the roof: words to search for, an edition to start, and what a session is to talk about."""

from typing import Any

from django import forms
from django.forms.models import fields_for_model
from django.utils.translation import gettext_lazy as _

from agenda.models.notes import LONGEST
from agenda.queries import Subject
from cohorts.models import Axis, Cohort
from core.forms import BaseForm


class SearchForm(BaseForm):
    q = forms.CharField(label=_("Search"), max_length=100, required=False)


OF_COHORT = fields_for_model(
    Cohort,
    fields=["name", "slug", "starts_on"],
    widgets={"starts_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})},
)
OF_COHORT["slug"].required = False
OF_COHORT["slug"].help_text = _("The word in the page’s address. Left empty, it is made of the name.")


class CloneForm(BaseForm):
    """An edition made from another. The rest is taken from the source, and may be changed afterwards."""

    name = OF_COHORT["name"]
    slug = OF_COHORT["slug"]
    starts_on = OF_COHORT["starts_on"]


class MailForm(BaseForm):
    """What is corrected of a mail that has not left."""

    subject = forms.CharField(label=_("Subject"), max_length=300)
    text = forms.CharField(label=_("Text"), max_length=20000, strip=False, widget=forms.Textarea(attrs={"rows": 16}))
    seen = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def clean_subject(self) -> str:
        return " ".join(self.cleaned_data["subject"].split())

    def clean_text(self) -> str:
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")


class SubjectForm(BaseForm):
    """A line of the list of subjects: on the list or not, and in which place. A line without a text says nothing."""

    taken = forms.BooleanField(label=_("On the list"), required=False)
    place = forms.IntegerField(label=_("Place"), required=False, min_value=1, max_value=99)
    text = forms.CharField(label=_("Subject"), required=False, max_length=200)
    axis = forms.ChoiceField(label=_("Axis"), required=False)
    minutes = forms.IntegerField(label=_("Minutes"), required=False, min_value=1, max_value=LONGEST)

    def __init__(self, *args: Any, axes: list[Axis], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.axes = {str(axis.pk): axis for axis in axes}
        choices: Any = self.fields["axis"]
        choices.choices = [("", _("No axis in particular")), *((key, axis.title) for key, axis in self.axes.items())]

    def clean_axis(self) -> Axis | None:
        return self.axes.get(self.cleaned_data["axis"])

    @property
    def subject(self) -> Subject | None:
        told = self.cleaned_data
        return Subject(told["text"], told["axis"], told["minutes"]) if told["taken"] and told["text"] else None


class BaseSubjects(forms.BaseFormSet):  # type: ignore[type-arg]  # Django's own class takes no type when it runs
    """The whole list."""

    @property
    def subjects(self) -> list[Subject]:
        """What is on the list, in the places that were given; a line without one comes last."""
        lines = sorted(self.forms, key=lambda form: form.cleaned_data["place"] or 100)
        return [form.subject for form in lines if form.subject is not None]


Subjects = forms.formset_factory(SubjectForm, formset=BaseSubjects, extra=0, max_num=40, absolute_max=40)
