"""The index of « nous »: the page, a structure's agreement that the project reads it, and who a « nous » is."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from core.gate import gate
from core.http import is_fragment, page
from logbook import access, actions, queries
from logbook.enums import Whose
from logbook.forms import TellNousForm

from .places import collective_answer_of, logbook_of


@gate(see=logbook_of, do=access.can_read_nous)
def nous(request, project, structure):
    return page(request, "logbook/nous.html", {"page": queries.nous_page(request.user, project, structure)})


@gate(see=logbook_of, do=access.can_agree_to_nous, methods=("POST",))
def agree_to_nous(request, project, structure):
    given = "given" in request.POST
    actions.agree_to_nous(actor=request.user, project=project, structure=structure, given=given)
    messages.success(request, _("Your consent is noted.") if given else _("Your consent is taken back."))
    return HttpResponseRedirect(reverse("logbook:logbook", args=[project.slug]) + f"?structure={structure.slug}#nous")


@gate(see=collective_answer_of, do=access.can_tell_nous, methods=("POST",))
def tell_nous(request, answer):
    form = TellNousForm(request.POST)
    if form.is_valid():
        actions.tell_nous(actor=request.user, answer=answer, **form.cleaned_data)
    else:
        messages.warning(request, _("Nothing was noted: choose one of the buttons of the page."))
    if not form.is_valid() or not is_fragment(request):
        return HttpResponseRedirect(reverse("logbook:nous", args=[answer.project.slug]) + "#sentences")
    said = {"project": answer.project, "answer": answer.pk, "choices": Whose, "may_tell": True, **form.cleaned_data}
    return page(request, "logbook/_whose.html", said)
