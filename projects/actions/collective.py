"""Who takes part: structures join and leave a project, people start and end their part. Nothing is ever deleted."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from core import trail
from core.dates import format_day
from core.enums import Verb
from core.errors import Refused
from core.rules import keep
from projects.models import Membership, Participant, Project, Structure


def join(*, actor: Any, project: Project, structure: Structure, joined_on: dt.date) -> Membership:
    """A structure takes part from a day on. Refuses a structure that is a member already, or was still one that day."""
    with transaction.atomic():
        Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
        still = Membership.objects.filter(
            Q(left_on__isnull=True) | Q(left_on__gte=joined_on), project=project, structure=structure
        )
        if still.exists():
            raise Refused(_("This structure is a member already."), field="structure")
        membership = Membership(project=project, structure=structure, joined_on=joined_on)
        keep(membership)
        trail.record(actor, Verb.JOINED, project, structure=structure.pk, on=joined_on)
    return membership


def leave(*, actor: Any, membership: Membership, left_on: dt.date, reason: str = "") -> Membership:
    """Ends a structure's part; `left_on` is its last day, and its people keep reading until then.

    Refuses a structure that has left already and a last day before the first.
    """
    with transaction.atomic():
        locked = _locked(membership)
        if locked.left_on is not None:
            raise Refused(
                _("This structure has left already, on %(day)s.") % {"day": format_day(locked.left_on, "short")},
                field="left_on",
            )
        if left_on < locked.joined_on:
            raise Refused(
                _("The last day comes after the first, %(day)s.") % {"day": format_day(locked.joined_on, "short")},
                field="left_on",
            )
        locked.left_on, locked.leaving_reason = left_on, reason
        keep(locked, ["left_on", "leaving_reason"])
        trail.record(actor, Verb.LEFT, locked.project, structure=locked.structure_id, on=left_on)
    return locked


def add_participant(*, actor: Any, membership: Membership, user: Any, starts_on: dt.date) -> Participant:
    """A person carries the project for a structure from a day on; one who had stopped starts again.

    Refuses a person who takes part already, and a day outside the structure's own part.
    """
    with transaction.atomic():
        locked = _locked(membership)
        if starts_on < locked.joined_on or (locked.left_on is not None and starts_on > locked.left_on):
            raise Refused(_("The structure does not take part on that day."), field="starts_on")
        part = Participant.objects.filter(membership=locked, user=user).first()
        if part is None:
            part = Participant(membership=locked, user=user, starts_on=starts_on)
            keep(part)
        elif part.ends_on is None or part.ends_on >= starts_on:
            raise Refused(_("This person takes part already."), field="email")
        else:
            part.ends_on = None
            keep(part, ["ends_on"])
        trail.record(actor, Verb.JOINED, part, person=user.pk, project=locked.project_id, on=starts_on)
    return part


def end_participation(*, actor: Any, participant: Participant, ends_on: dt.date) -> Participant:
    """Ends a person's part; `ends_on` is the last day. Refuses one that has ended and a last day before the first."""
    with transaction.atomic():
        locked = Participant.objects.select_for_update(of=("self",)).get(pk=participant.pk)
        if locked.ends_on is not None:
            raise Refused(_("This person has stopped already."), field="ends_on")
        if ends_on < locked.starts_on:
            raise Refused(
                _("The last day comes after the first, %(day)s.") % {"day": format_day(locked.starts_on, "short")},
                field="ends_on",
            )
        locked.ends_on = ends_on
        keep(locked, ["ends_on"])
        trail.record(actor, Verb.LEFT, locked, person=locked.user_id, on=ends_on)
    return locked


def _locked(membership: Membership) -> Membership:
    return Membership.objects.select_for_update(of=("self",)).select_related("project").get(pk=membership.pk)
