"""Letting a project rest, and waking it."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from core import trail
from core.dates import format_day, today
from core.enums import Verb
from core.errors import Refused
from core.rules import keep
from projects.models import Pause, Project


@transaction.atomic
def pause_project(*, actor: Any, project: Project, starts_on: dt.date, ends_on: dt.date | None, reason: str) -> Pause:
    """Lets a project rest: nobody is reminded of anything meanwhile. Refuses a pause without a reason, one that is over
    already, and one that meets another."""
    Project.objects.select_for_update(of=("self",), no_key=True).get(pk=project.pk)
    if not reason.strip():
        raise Refused(_("Say why the project rests."), field="reason")
    if ends_on is not None and ends_on < max(starts_on, today()):
        raise Refused(_("This pause would be over already."), field="ends_on")
    others = project.pauses.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on), woken_on__isnull=True)
    if ends_on is not None:
        others = others.filter(starts_on__lte=ends_on)
    other = others.order_by("starts_on", "pk").first()
    if other is not None:
        raise Refused(
            _("The project rests already from %(day)s: wake it first.") % {"day": format_day(other.starts_on, "short")},
            field="starts_on",
        )
    pause = Pause(project=project, starts_on=starts_on, ends_on=ends_on, reason=reason.strip(), author=actor)
    keep(pause)
    trail.record(actor, Verb.PAUSED, project, pause=pause.pk, starts_on=starts_on, ends_on=ends_on)
    return pause


@transaction.atomic
def wake_project(*, actor: Any, project: Project) -> int:
    """Ends the pause in force and those to come: woken by hand, a project stays awake. Refuses one that is awake."""
    Project.objects.select_for_update(of=("self",), no_key=True).get(pk=project.pk)
    woken = project.pauses.ahead_of(today()).update(woken_on=today(), woken_by=actor)
    if not woken:
        raise Refused(_("The project is awake."))
    trail.record(actor, Verb.WOKEN, project)
    return woken
