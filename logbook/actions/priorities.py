"""Which axes a project puts first."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cohorts.models import Axis
from core import trail
from core.dates import today
from core.enums import Verb
from core.errors import Refused
from logbook.models import PriorityPeriod
from projects.models import Project

MOST = 2


@transaction.atomic
def choose_priorities(*, actor: Any, project: Project, axes: Sequence[Axis], starts_on: date, ends_on: date) -> None:
    """Puts one or two axes first between two days; what was chosen for these days or later makes room. Without an axis
    nothing is first any more from that day on. Refuses more than two, and days that are over."""
    Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    if len(axes) > MOST:
        raise Refused(_("Choose two axes at most: what comes first is little."), field="axes")
    if any(axis.version_id != project.cohort.content_id for axis in axes):
        raise Refused(_("This belongs to another edition of the programme."), field="axes")
    if ends_on < starts_on:
        raise Refused(_("The last day comes before the first."), field="ends_on")
    if ends_on < today():
        raise Refused(_("These days are over."), field="ends_on")
    rows = PriorityPeriod.objects.filter(project=project)
    rows.filter(starts_on__gte=starts_on).delete()
    rows.filter(ends_on__gte=starts_on).update(ends_on=starts_on - timedelta(days=1))
    if axes:
        row = PriorityPeriod.objects.create(project=project, starts_on=starts_on, ends_on=ends_on, chosen_by=actor)
        row.axes.set(axes)
    slugs = sorted(axis.slug for axis in axes)
    trail.record(actor, Verb.CHANGED, project, priorities=slugs, starts_on=starts_on, ends_on=ends_on)
