"""Who an expert is and how to reach them."""

from django.forms.models import fields_for_model

from cohorts.models import Expert
from core.forms import BaseForm, EditForm

FIELDS = fields_for_model(Expert, fields=["name", "email", "organisation", "subject"])


class ExpertForm(BaseForm):
    name = FIELDS["name"]
    email = FIELDS["email"]
    organisation = FIELDS["organisation"]
    subject = FIELDS["subject"]


class ChangeExpertForm(EditForm, ExpertForm):
    pass
