"""What a person types about a request."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from stdnum.fr import siret

from cohorts.models import Axis, Expert
from core.dates import today
from core.forms import BaseForm
from core.money import NotAnAmount, parse_money, split
from fund.enums import DecisionKind, PaperKind
from fund.models import FundRequest
from projects.models import Membership, Project, Structure
from projects.validators import check_siret

DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]
HUNDRED = Decimal(100)


class AmountField(forms.DecimalField):
    """Euros as people type them: « 1 234,50 ». What is not an amount is told in words."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def __init__(self, **more: Any) -> None:
        super().__init__(max_digits=10, decimal_places=2, min_value=more.pop("min_value", Decimal(0)), **more)

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        try:
            return parse_money(str(value))
        except NotAnAmount as wrong:
            raise forms.ValidationError(str(wrong)) from None


class SiretField(forms.CharField):
    """Fourteen digits, spaces allowed; the check digit is checked offline."""

    def to_python(self, value: Any) -> str:
        return str(siret.compact(super().to_python(value)))

    def validate(self, value: Any) -> None:
        super().validate(value)
        check_siret(value)


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def words(label: Any, *, most: int, rows: int = 3, required: bool = True, help_text: Any = "") -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=most, required=required, widget=area, help_text=help_text)


def day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, input_formats=DAY_FORMATS, widget=DayInput)


class RequestForm(BaseForm):
    """A request whole, with the share of each member structure. A draft keeps whatever was typed in it."""

    title = forms.CharField(label=gettext_lazy("Title of the mission"), max_length=160)
    axis = forms.ModelChoiceField(
        Axis.objects.none(), label=gettext_lazy("Axis concerned"), empty_label=gettext_lazy("Choose an axis")
    )
    question = words(
        gettext_lazy("Question that the mission must help settle"),
        most=2000,
        help_text=gettext_lazy("A single question, worded by the group."),
    )
    situation = words(gettext_lazy("Where the group stands on this subject"), most=4000)
    deliverables = words(gettext_lazy("Expected deliverables"), most=4000)
    expert = forms.ModelChoiceField(
        Expert.objects.order_by("name", "pk"),
        label=gettext_lazy("Expert of the directory"),
        required=False,
        empty_label=gettext_lazy("Not in the directory: say who below"),
    )
    payee_name = forms.CharField(
        label=gettext_lazy("Proposed expert or body"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("Left empty for an expert of the directory."),
    )
    payee_siret = SiretField(label=gettext_lazy("SIRET of the expert"), max_length=20)
    payee_email = forms.EmailField(label=gettext_lazy("E-mail address of the expert"), required=False)
    is_independent = forms.BooleanField(
        label=gettext_lazy("The expert has no interest in a member structure or in the support team"),
        required=False,
        help_text=gettext_lazy("Otherwise describe the tie: it will be examined."),
    )
    interest = words(gettext_lazy("Declared interest"), most=2000, rows=2, required=False)
    offers = forms.IntegerField(label=gettext_lazy("Number of offers sought"), min_value=1, max_value=50)
    choice_reason = words(
        gettext_lazy("Reason for the choice"), most=2000, help_text=gettext_lazy("Required even with a single offer.")
    )
    days = AmountField(label=gettext_lazy("Number of days"), min_value=Decimal("0.25"))
    amount_net = AmountField(label=gettext_lazy("Amount before tax"))
    amount_vat = AmountField(label=gettext_lazy("VAT"))
    amount_gross = AmountField(label=gettext_lazy("Amount with tax"))
    requested = AmountField(label=gettext_lazy("Amount asked of the engineering fund"))
    other_funding = AmountField(label=gettext_lazy("Paid by the group itself"), required=False)
    starts_on = day(gettext_lazy("Planned start"))
    ends_on = day(gettext_lazy("Planned end"))
    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, project: Project, request: FundRequest | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.project = project
        self.fields["axis"].queryset = project.cohort.content.axes.order_by("position", "pk")
        members = Membership.objects.filter(project=project).active_on(min(today(), project.cohort.ends_on))
        structures = Structure.objects.filter(pk__in=members.values("structure"))
        self.structures = list(structures.order_by("name", "pk"))
        equal = split(HUNDRED, [1] * len(self.structures)) if self.structures else []
        for structure, share in zip(self.structures, equal, strict=True):
            self.fields[f"share_{structure.pk}"] = forms.DecimalField(
                label=structure.name, min_value=0, max_value=100, decimal_places=2, required=False, localize=True,
                widget=forms.TextInput(attrs={"inputmode": "decimal"}), initial=share,
            )  # fmt: skip
        if request is not None:
            self.initial["seen"] = request.version
            for name, values in request.typed.items():
                if name in self.fields:
                    several = isinstance(self.fields[name], forms.ModelMultipleChoiceField)
                    self.initial[name] = values if several else next(iter(values), "")

    @property
    def share_fields(self) -> list[Any]:
        return [self[f"share_{structure.pk}"] for structure in self.structures]

    @property
    def typed(self) -> dict[str, list[str]]:
        """All that was typed, as it was: what a draft keeps."""
        return {name: self.data.getlist(name) for name in self.fields if name != "seen" and name in self.data}

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        facts["other_funding"] = facts.get("other_funding") or Decimal(0)
        if not facts.get("expert") and not facts.get("payee_name") and "payee_name" not in self.errors:
            self.add_error("payee_name", _("Say who the expert is, or choose one of the directory."))
        if not facts.get("is_independent") and not facts.get("interest"):
            self.add_error("interest", _("Describe the tie, or declare that there is none."))
        shares = [facts.get(f"share_{row.pk}") or Decimal(0) for row in self.structures]
        if self.structures and sum(shares) != HUNDRED:
            self.add_error(f"share_{self.structures[0].pk}", _("The shares of the structures total 100 per cent."))
        if facts.get("starts_on") and facts.get("ends_on") and facts["ends_on"] < facts["starts_on"]:
            self.add_error("ends_on", _("A mission ends after it starts."))
        return facts

    @property
    def facts(self) -> dict[str, Any]:
        left_out = {"seen", *(f"share_{row.pk}" for row in self.structures)}
        return {name: value for name, value in self.cleaned_data.items() if name not in left_out}

    @property
    def shares(self) -> dict[int, Decimal]:
        shares = {row.pk: self.cleaned_data.get(f"share_{row.pk}") or Decimal(0) for row in self.structures}
        return {structure: share for structure, share in shares.items() if share}


class AnswerForm(BaseForm):
    """What a member structure says."""

    answer = forms.ChoiceField(choices=[("agrees", ""), ("objects", "")])
    reason = forms.CharField(required=False, max_length=500)


class PaperForm(BaseForm):
    """A file of one of the kinds that its form is for."""

    kind = forms.ChoiceField(widget=forms.HiddenInput)
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("PDF, JPEG or PNG, 10 MB at most."),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )

    def __init__(self, *args: Any, kinds: Iterable[PaperKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]


class DecisionForm(BaseForm):
    """The four decisions, with the reason that the project reads."""

    kind = forms.ChoiceField(label=pgettext_lazy("fund", "Decision"), choices=DecisionKind, widget=forms.RadioSelect)
    amount = AmountField(
        label=gettext_lazy("Amount granted"),
        required=False,
        help_text=gettext_lazy("Only when it is granted in part."),
    )
    reason = words(gettext_lazy("Reason given to the group"), most=2000, required=False)
    decided_on = day(gettext_lazy("Date of the decision"))
    seen = forms.IntegerField(widget=forms.HiddenInput)


class DayForm(BaseForm):
    """The day of a delivery or of a payment."""

    day = day(gettext_lazy("Date"))


class InvoiceForm(BaseForm):
    amount = AmountField(label=gettext_lazy("Amount of the invoice, with tax"))


class TermsForm(BaseForm):
    """Another amount or another payee: back to approval."""

    requested = AmountField(label=gettext_lazy("New amount asked of the fund"))
    payee_name = forms.CharField(label=gettext_lazy("Expert or body"), max_length=160)
    payee_siret = SiretField(label=gettext_lazy("SIRET of the expert"), max_length=20)


class ReasonForm(BaseForm):
    reason = words(gettext_lazy("Reason given to the group"), most=500, rows=2)
