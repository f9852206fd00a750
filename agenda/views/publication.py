"""Publishing a cohort's calendar: what changed, who will be written to, and what was published before."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda import actions, queries
from agenda.access import can_change_session, can_plan_session
from agenda.forms import PublishForm
from agenda.models import Session
from cohorts.models import Cohort
from core.errors import Refused
from core.gate import gate
from core.http import page
from core.outbox import held_up, send_again

from .calendar import cohort_of
from .on_sheet import session_of


@gate(see=cohort_of, do=can_plan_session, methods=("GET", "POST"))
def publication(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    found = queries.to_tell(cohort)
    form = PublishForm(request.POST if request.method == "POST" else request.GET, found=found)
    if request.method != "POST":
        return page(request, "agenda/publication.html", board(cohort, form), partial="agenda/_publish.html")
    try:
        if not form.is_valid():
            raise Refused(_("The list changed meanwhile: look again, then publish."))
        told = actions.publish_calendar(actor=request.user, cohort=cohort, **form.facts)
    except Refused as refusal:
        form = PublishForm(request.POST, found=queries.to_tell(cohort))
        return render(request, "agenda/publication.html", {**board(cohort, form), "refusal": refusal}, status=422)
    messages.success(request, written_sentence(told.people))
    return redirect("agenda:publication", cohort=cohort.slug)


def board(cohort: Cohort, form: PublishForm) -> dict[str, Any]:
    readers = queries.people(form.chosen)
    return {
        "cohort": cohort,
        "found": form.found,
        "chosen": {change.session.pk for change in form.chosen},
        "people": sorted(readers, key=lambda person: (person.name, person.pk)),
        "publications": queries.publications(cohort),
        "held_up": held_up(),
        "refusal": None,
    }


def written_sentence(people: int) -> str:
    """What a publication did, once it is done."""
    if not people:
        return _("Published. Nobody was to be written to.")
    return ngettext(
        "Published: a message is on its way to %(n)d person.",
        "Published: a message is on its way to %(n)d people.",
        people,
    ) % {"n": people}


@gate(see=cohort_of, do=can_plan_session)
def preview_message(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    """The message as one person would get it, made of the very words that would be sent."""
    form = PublishForm(request.GET, found=queries.to_tell(cohort))
    message = actions.preview(form.chosen, request.GET.get("person", ""))
    return page(request, "agenda/preview.html", {"cohort": cohort, "message": message}, partial="agenda/_preview.html")


@gate(see=session_of, do=can_change_session, methods=("POST",))
def send_mails_again(request: HttpRequest, row: Session) -> HttpResponse:
    number = send_again([line.mail for line in row.mails.in_trouble().select_related("mail").order_by("pk")])
    sentence = ngettext("%(n)d message is tried again now.", "%(n)d messages are tried again now.", number)
    messages.success(request, sentence % {"n": number})
    return redirect(f"{row.get_absolute_url()}?part=history#mailings")
