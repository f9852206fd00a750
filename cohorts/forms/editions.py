"""Forms about editions."""

from decimal import Decimal

from django import forms
from django.forms.models import fields_for_model
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from cohorts.models import Cohort, Territory
from core.forms import BaseForm, EditForm
from core.money import NotAnAmount, parse_money


class AmountField(forms.DecimalField):
    """Euros as people type them: « 5 000 », « 5000,50 »."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def prepare_value(self, value):
        if not isinstance(value, Decimal):
            return value
        return number_format(value, decimal_pos=0 if value == value.to_integral_value() else 2, force_grouping=False)

    def to_python(self, value):
        if value in self.empty_values:
            return None
        try:
            return parse_money(str(value))
        except NotAnAmount as wrong:
            raise forms.ValidationError(str(wrong)) from None


def day(**attrs):
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", **attrs})


FIELDS = fields_for_model(
    Cohort,
    fields=[
        "slug", "name", "starts_on", "ends_on", "half_days_target", "meetings_target", "projects_target",
        "minimum_structures", "acquaintance_hours", "fund_amount", "second_approval_above", "funding_regime", "reads_nous",
        "call_opens_on", "call_closes_on",
    ],
    widgets={name: day() for name in ("starts_on", "ends_on", "call_opens_on", "call_closes_on")},
    field_classes={"fund_amount": AmountField, "second_approval_above": AmountField},
)  # fmt: skip
FIELDS["slug"].required = False
FIELDS["slug"].help_text = _("The word in the page’s address. Left empty, it is made of the name.")


class CohortFields(BaseForm):
    """What may be changed of an edition."""

    name = FIELDS["name"]
    starts_on = FIELDS["starts_on"]
    ends_on = FIELDS["ends_on"]
    territories = forms.ModelMultipleChoiceField(
        Territory.objects.all(), required=False, label=_("Territories"), widget=forms.CheckboxSelectMultiple
    )
    half_days_target = FIELDS["half_days_target"]
    meetings_target = FIELDS["meetings_target"]
    projects_target = FIELDS["projects_target"]
    minimum_structures = FIELDS["minimum_structures"]
    acquaintance_hours = FIELDS["acquaintance_hours"]
    fund_amount = FIELDS["fund_amount"]
    second_approval_above = FIELDS["second_approval_above"]
    funding_regime = FIELDS["funding_regime"]
    reads_nous = FIELDS["reads_nous"]
    call_opens_on = FIELDS["call_opens_on"]
    call_closes_on = FIELDS["call_closes_on"]


class NewCohortForm(CohortFields):
    slug = FIELDS["slug"]

    field_order = ["name", "slug"]


class ChangeCohortForm(EditForm, CohortFields):
    pass
