"""The shared vision: a further version, and a structure's word about the latest."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import trail
from core.dates import today
from core.enums import Verb
from core.errors import EditedElsewhere, Refused
from core.rules import keep
from logbook.models import HorizonAgreement, HorizonVersion
from projects.models import Project, Structure


def write_horizon(
    *,
    actor: Any,
    project: Project,
    structure: Structure | None,
    text: str,
    seen: int,
    held_on: date | None = None,
    session_title: str = "",
) -> HorizonVersion:
    """A further version of the shared vision. Refuses an empty or unchanged text and a session to come; and, with both
    texts, one that was written over a version that the person has not seen."""
    if held_on is not None and held_on > today():
        raise Refused(_("This day is still to come."), field="held_on")
    with transaction.atomic():
        Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
        last = project.horizon.order_by("number").last()
        number = last.number if last is not None else 0
        if last is not None and last.text == text:
            raise Refused(_("This is the present text: nothing has changed."), field="text")
        if last is not None and number != seen:
            raise EditedElsewhere(
                _("A version was written while you were writing. Yours is kept here: bring both together, then save."),
                theirs=last.text,
                yours=text,
                version=number,
            )
        row = HorizonVersion(
            project=project, number=number + 1, text=text, held_on=held_on, session_title=session_title,
            author=actor, structure=structure,
        )  # fmt: skip
        keep(row)
        trail.record(actor, Verb.CREATED, row, number=row.number)
    return row


def agree_to_horizon(
    *, actor: Any, version: HorizonVersion, structure: Structure, agreed: bool, comment: str = ""
) -> None:
    """A structure's word about the latest version. Refuses an older one, and a reservation that says nothing."""
    with transaction.atomic():
        Project.objects.select_for_update(of=("self",)).get(pk=version.project_id)
        if HorizonVersion.objects.filter(project=version.project_id, number__gt=version.number).exists():
            raise Refused(_("A newer version was written: read it first."))
        if not agreed and not comment.strip():
            raise Refused(_("Say what keeps you from agreeing: the others read it."), field="comment")
        row = HorizonAgreement(
            version=version, structure=structure, agreed=agreed, comment=comment.strip(), given_by=actor
        )
        keep(row)
        trail.record(actor, Verb.AGREED if agreed else Verb.WITHDREW, version, structure=structure.pk)
