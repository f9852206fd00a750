"""What the time of a session is for; the rhythm of a project and who has spent time with whom."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from agenda import actions, queries
from agenda.access import can_change_session, can_read_rhythm
from agenda.forms import TimeForm
from agenda.models import Session
from core.dates import today
from core.errors import Refused
from core.gate import gate, one
from core.http import invalid, page, refused
from projects.models import Project

from .on_sheet import session_of, sheet

project_of = one(Project, slug="project", prepare=lambda rows: rows.select_related("cohort"))


@gate(see=session_of, do=can_change_session, methods=("POST",))
def tag_hours(request: HttpRequest, row: Session) -> HttpResponse:
    form = TimeForm(request.POST, length=queries.length_of(row), told={})
    if "rest" in request.POST:
        form.put_rest(request.POST["rest"])
    template, context = "agenda/session.html", sheet(request, row, "notes")
    context["meeting"] |= {"time_form": form}
    if not form.is_valid():
        return invalid(request, form, template, context)
    try:
        actions.tag_hours(actor=request.user, session=row, minutes=form.minutes)
    except Refused as refusal:
        return refused(request, refusal, form, template, {**context, "refusal": refusal})
    messages.success(request, _("The time of the session is told."))
    return redirect(f"{row.get_absolute_url()}?part=notes#time")


@gate(see=project_of, do=can_read_rhythm)
def rhythm(request: HttpRequest, project: Project) -> HttpResponse:
    shown = queries.rhythm_page(request.user, project, today())
    return page(request, "agenda/rhythm.html", {"project": project, "shown": shown})
