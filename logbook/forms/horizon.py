"""What may be sent about the shared vision."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from core.errors import EditedElsewhere
from core.forms import BaseForm

LIMIT = 20_000


class HorizonForm(BaseForm):
    """The next version; `seen` is the number of the one that it was written over."""

    seen = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    text = forms.CharField(label=_("The text"), max_length=LIMIT, widget=forms.Textarea(attrs={"rows": 10}))
    session_title = forms.CharField(label=_("Written in which session"), max_length=160, required=False)
    held_on = forms.DateField(
        label=_("Held on"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )

    def clean_text(self) -> str:
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")

    def show_theirs(self, clash: EditedElsewhere) -> None:
        """Says beside the text what the other version says; saving again is then a choice."""
        typed = QueryDict(mutable=True)
        typed.update(self.data)
        typed["seen"] = str(clash.version)
        self.data = typed
        self.add_error(None, clash.sentence)
        self.add_error("text", _("Saved meanwhile: “%(text)s”.") % {"text": clash.theirs})


class HorizonWordForm(BaseForm):
    agreed = forms.TypedChoiceField(
        label=_("Does your structure agree to this version?"),
        choices=[("yes", _("We agree")), ("no", _("Not yet"))],
        widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
    )
    comment = forms.CharField(
        label=_("Your word"),
        max_length=300,
        required=False,
        help_text=_("Needed when you do not agree yet: the others read it."),
    )
