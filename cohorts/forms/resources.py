"""What is asked of a resource."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.forms.models import fields_for_model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cohorts.enums import ResourceKind
from cohorts.models import Axis, Resource
from core.forms import BaseForm, EditForm
from core.uploads import DOCUMENTS, endings_of

FIELDS = fields_for_model(Resource, fields=["kind", "title", "summary", "language", "author", "licence"])


class ResourceFields(BaseForm):
    kind = FIELDS["kind"]
    title = FIELDS["title"]
    summary = FIELDS["summary"]
    url = forms.URLField(
        label=gettext_lazy("Address on the web"),
        max_length=500,
        required=False,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
        help_text=gettext_lazy("Or a file, below."),
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        max_length=180,
        required=False,
        help_text=gettext_lazy("10 MB at most: %(kinds)s.") % {"kinds": ", ".join(endings_of(DOCUMENTS))},
    )
    author = FIELDS["author"]
    licence = FIELDS["licence"]
    language = FIELDS["language"]
    axes = forms.MultipleChoiceField(label=gettext_lazy("Axes"), required=False, widget=forms.CheckboxSelectMultiple)
    questions = forms.MultipleChoiceField(
        label=gettext_lazy("Questions that it helps with"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=gettext_lazy("Several with the Ctrl key. Its axes are then its own too."),
    )

    field_order = ["kind", "title", "summary", "url", "file", "author", "licence", "language", "axes", "questions"]

    def offer(self, axes: Iterable[Axis], resource: Resource | None = None) -> None:
        """The axes and questions of the newest content."""
        axes = list(axes)
        chosen: Any = self.fields["axes"]
        chosen.choices = [(axis.slug, axis.title) for axis in axes]
        asked: Any = self.fields["questions"]
        asked.choices = [
            (axis.title, [(f"{axis.slug}/{one.slug}", one.text) for one in axis.questions.all()]) for axis in axes
        ]
        if resource is not None:
            places = list(resource.places.all())
            self.initial["axes"] = [place.axis for place in places if not place.question]
            self.initial["questions"] = [str(place) for place in places if place.question]

    def clean(self) -> dict[str, Any]:
        facts: dict[str, Any] = super().clean() or {}
        if facts.get("kind") == ResourceKind.LESSON and not facts.get("summary"):
            self.add_error("summary", _("Write the lesson in a few words."))
        return facts

    @property
    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        told = dict(self.cleaned_data)
        questions = [tuple(place.split("/", 1)) for place in told.pop("questions")]
        axes = [(axis, "") for axis in dict.fromkeys((*told.pop("axes"), *(axis for axis, _one in questions)))]
        return told | {"places": [*axes, *questions]}


class ResourceForm(ResourceFields):
    pass


class ChangeResourceForm(EditForm, ResourceFields):
    """The file is left empty to keep the one that is there."""

    beside = ("file", "axes", "questions")
