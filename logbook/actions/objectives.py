"""Objectives: written, changed, measured, reached or given up."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import trail
from core.dates import today
from core.enums import Verb
from core.errors import Refused
from core.rules import keep, same_as_seen
from logbook.enums import ObjectiveState
from logbook.models import Objective, ObjectiveValue
from projects.actions import add_action
from projects.models import Action, Project


def add_objective(*, actor: Any, project: Project, is_example: bool = False, **values: Any) -> Objective:
    """A further objective. Refuses an axis of another edition, an owner of another project, a target without indicator."""
    row = Objective(project=project, created_by=actor, is_example=is_example, **values)
    with transaction.atomic():
        _check(row)
        keep(row)
        trail.record(actor, Verb.CREATED, row, project=project.pk)
    return row


def change_objective(*, actor: Any, objective: Objective, seen: int | None = None, **values: Any) -> Objective:
    """Another wording, target, day or owner; the values that were measured stay. Refuses as `add_objective`, and when
    somebody else saved since the form was shown."""
    with transaction.atomic():
        row = Objective.objects.select_for_update(of=("self",)).select_related("project").get(pk=objective.pk)
        same_as_seen(row, values, seen)
        changed = sorted(name for name, value in values.items() if getattr(row, name) != value)
        for name in changed:
            setattr(row, name, values[name])
        _check(row)
        keep(row, values)
        if changed:
            trail.record(actor, Verb.CHANGED, row, fields=changed)
    return row


def settle_objective(*, actor: Any, objective: Objective, state: str, reason: str = "") -> Objective:
    """Reached, given up (with a reason that the project reads), or taken up again."""
    with transaction.atomic():
        row = Objective.objects.select_for_update(of=("self",)).get(pk=objective.pk)
        if state == ObjectiveState.GIVEN_UP and not reason.strip():
            raise Refused(_("Say why it is given up: the project reads it."), field="reason")
        if row.state != state:
            row.state, row.state_reason = state, reason.strip()
            keep(row, ["state", "state_reason"])
            trail.record(actor, Verb.CHANGED, row, state=state)
    return row


def measure_objective(
    *, actor: Any, objective: Objective, value: Decimal, measured_on: date, comment: str = ""
) -> ObjectiveValue:
    """What the indicator was on a day. Refuses an objective without indicator, and a day to come."""
    if not objective.indicator:
        raise Refused(_("This objective has no indicator: say first what is counted."), field="value")
    if measured_on > today():
        raise Refused(_("This day is still to come."), field="measured_on")
    with transaction.atomic():
        row = ObjectiveValue(
            objective=objective, value=value, measured_on=measured_on, comment=comment.strip(), author=actor
        )
        keep(row)
        trail.record(actor, Verb.MEASURED, objective, measured_on=measured_on)
    return row


def act_on_objective(*, actor: Any, objective: Objective, **values: Any) -> Action:
    """Something to be done for this objective, in the project's one list of actions."""
    return add_action(actor=actor, project=objective.project, source=objective, **values)


def _check(row: Objective) -> None:
    if row.axis.version_id != row.project.cohort.content_id:
        raise Refused(_("This belongs to another edition of the programme."), field="axis")
    if row.owner is not None and not row.project.memberships.filter(structure=row.owner).exists():
        raise Refused(_("This structure is not a member of the project."), field="owner")
