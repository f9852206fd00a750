"""A person's own page: name and language. Password, addresses, second factor and sessions are allauth's."""

from django.contrib import messages
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from core.errors import Refused
from core.gate import gate
from core.http import go, invalid, page, refused

from . import actions
from .forms import PreferencesForm


@gate(methods=("GET", "POST"))
def preferences(request):
    template = "accounts/preferences.html"
    if request.method == "GET":
        form = PreferencesForm(initial={"name": request.user.name, "language": request.user.language})
        return page(request, template, {"form": form})
    form = PreferencesForm(request.POST)
    if not form.is_valid():
        return invalid(request, form, template)
    try:
        person = actions.change_preferences(actor=request.user, **form.cleaned_data)
    except Refused as refusal:
        return refused(request, refusal, form, template)
    with translation.override(person.language):
        messages.success(request, _("Your changes are saved."))
    return go(request, reverse("accounts:preferences"))
