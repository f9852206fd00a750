"""Who else is here, and what changed elsewhere since the page was shown."""

from django.http import HttpResponse

from accounts.activity import note_activity
from core.gate import gate
from core.http import page
from logbook import access, actions, queries
from logbook.forms import PresenceForm

from .places import axis_of


@gate(see=axis_of, do=access.can_be_seen_here, methods=("POST",))
def here(request, project, axis, structure):
    form = PresenceForm(request.POST)
    form.is_valid()
    said = form.cleaned_data
    who = {"actor": request.user, "project": project, "axis": axis}
    if said["gone"]:
        actions.go_away(**who)
        return HttpResponse(status=204)
    now = queries.axis_now(request.user, project, axis, structure, said["known"], counted=said["counted"])
    standing = now.place.standing
    question = next((one.question for one in now.questions if one.question.pk == said["at"]), None)
    actions.be_here(**who, structure=standing.structure if standing else None, question=question)
    note_activity(request)
    return page(request, "logbook/_now.html", {"now": now, "place": now.place, "axis": axis})
