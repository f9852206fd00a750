"""The alignment map, and a structure's consent to it."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from core.errors import Refused
from core.gate import gate
from core.http import page
from logbook import access, actions, queries

from .places import logbook_of, round_of


@gate(see=logbook_of)
def alignment(request, project, structure):
    shown = queries.alignment_page(request.user, project, structure, request.GET.get("round"))
    return page(request, "logbook/alignment.html", {"page": shown})


@gate(see=round_of, do=access.can_give_consent, methods=("POST",))
def give_consent(request, project, round_, structure):
    given = "given" in request.POST
    try:
        actions.give_consent(actor=request.user, project=project, round_=round_, structure=structure, given=given)
    except Refused as refusal:
        messages.warning(request, refusal.sentence)
    else:
        messages.success(request, _("Your consent is noted.") if given else _("Your consent is taken back."))
    address = reverse("logbook:alignment", args=[project.slug])
    return HttpResponseRedirect(f"{address}?round={round_.position}&structure={structure.slug}")
