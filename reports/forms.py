"""What a person chooses when asking for a document."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.forms import BaseForm

from . import queries
from .enums import LISTED, DocumentKind, Edition


class DocumentForm(BaseForm):
    """The project or the cohort, by the word of its address, and the language."""

    kind = forms.ChoiceField(choices=DocumentKind.choices, widget=forms.HiddenInput)
    project = forms.ModelChoiceField(label=_("Project"), queryset=None, to_field_name="slug", empty_label="…")
    cohort = forms.ModelChoiceField(label=_("Edition"), queryset=None, to_field_name="slug", empty_label="…")
    edition = forms.ChoiceField(
        label=_("Which logbook"), choices=Edition.choices, widget=forms.RadioSelect, initial=Edition.READER
    )
    language = forms.ChoiceField(label=_("Language of the document"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, user: Any, kind: DocumentKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind != DocumentKind.LOGBOOK:
            del self.fields["edition"]
        elif self.data and "edition" not in self.data:
            self.fields["edition"].required = False
        if kind not in LISTED:  # the address or the hidden fields of the form name the subject
            del self.fields["cohort"], self.fields["project"]
        elif kind == DocumentKind.LOGBOOK:
            del self.fields["cohort"]
            self.fields["project"].queryset = queries.projects_to_ask(user)
        else:
            del self.fields["project"]
            self.fields["cohort"].queryset = queries.cohorts_to_ask(user)

    def clean(self) -> dict[str, Any]:
        """The cohort of a logbook is its project's."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "edition" in cleaned:
            cleaned["edition"] = cleaned["edition"] or Edition.READER
        if project := cleaned.get("project"):
            cleaned["cohort"] = project.cohort
        return cleaned | {"kind": DocumentKind(cleaned["kind"])} if "kind" in cleaned else cleaned
