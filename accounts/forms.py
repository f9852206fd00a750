"""What a person says about themselves."""

from django.forms.models import fields_for_model

from core.forms import BaseForm

from .models import User

FIELDS = fields_for_model(User, fields=["name", "language"])


class PreferencesForm(BaseForm):
    name = FIELDS["name"]
    language = FIELDS["language"]
