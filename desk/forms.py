"""The search's only field."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import BaseForm


class SearchForm(BaseForm):
    q = forms.CharField(label=_("Search"), max_length=100, required=False)
