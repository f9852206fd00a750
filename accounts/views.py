"""A person's own pages: name and language, the mails sent to them. Password, addresses, second factor and sessions are
allauth's."""

from django.contrib import messages as flash
from django.core.paginator import Paginator
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from core.errors import Refused
from core.gate import gate, one
from core.http import go, invalid, page, refused
from core.models import OutboxMail

from . import actions, queries
from .forms import PreferencesForm

mail_of = one(OutboxMail, pk="mail")


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
        flash.success(request, _("Your changes are saved."))
    return go(request, reverse("accounts:preferences"))


@gate()
def messages(request):
    shown = Paginator(queries.mails_of(request.user), 50).get_page(request.GET.get("page"))
    return page(request, "accounts/messages.html", {"page_obj": shown})


@gate(see=mail_of)
def message(request, mail):
    return page(request, "accounts/message.html", {"mail": mail})
