"""A person's own pages: name and language, how often they are written to, the mails sent to them. Password, addresses,
second factor and sessions are allauth's."""

from django.contrib import messages as flash
from django.core.paginator import Paginator
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from core.errors import Refused
from core.gate import gate, one
from core.http import go, invalid, page, refused
from core.links import check, link_of
from core.models import OutboxMail

from . import actions, queries
from .enums import PACES
from .forms import NoticesForm, PreferencesForm

mail_of = one(OutboxMail, pk="mail")
link_behind = link_of(actions.QUIET)


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


@gate(methods=("GET", "POST"))
def notices(request):
    template = "accounts/notices.html"
    kinds = [kind for kind, offered in PACES.items() if len(offered) > 1]
    form = NoticesForm(request.POST or None, kinds=kinds, initial=queries.paces(request.user))
    if request.method == "GET":
        return page(request, template, {"form": form})
    if not form.is_valid():
        return invalid(request, form, template)
    actions.set_paces(actor=request.user, wanted=form.wanted)
    flash.success(request, _("Your changes are saved."))
    return go(request, reverse("accounts:notices"))


@gate(
    see=link_behind,
    public="Whoever gets our mail says from it that they want fewer; the secret of the link says who they are.",
    methods=("GET", "POST"),
)
def quiet(request, link):
    """Reading the page changes nothing: mail scanners follow every address."""
    context = {"person": link.user, "refusal": None, "saved": False}
    form = NoticesForm(request.POST or None, kinds=actions.kinds_behind(link), initial=queries.paces(link.user))
    try:
        check(link, request.user)
        if request.method == "POST" and form.is_valid():
            actions.set_paces_by_link(link=link, reader=request.user, wanted=form.wanted)
            context["saved"] = True
    except Refused as said:
        context["refusal"] = said
    status = 403 if context["refusal"] else 422 if form.errors else 200
    response = page(request, "accounts/quiet.html", {**context, "form": form}, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


@gate()
def messages(request):
    shown = Paginator(queries.mails_of(request.user), 50).get_page(request.GET.get("page"))
    return page(request, "accounts/messages.html", {"page_obj": shown})


@gate(see=mail_of)
def message(request, mail):
    return page(request, "accounts/message.html", {"mail": mail})
