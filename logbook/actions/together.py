"""The level agreed together in session, stored beside the individual ones; and a structure's consent to the map."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from cohorts.models import Criterion, Round
from core import trail
from core.dates import today
from core.enums import Verb
from core.errors import EditedElsewhere, Refused
from core.rules import keep
from core.saving import Saved, save_version
from logbook.models import Assessment, Consent, Score
from projects.models import Project, Structure

from .assessments import Mark, check_open, refuse_frozen
from .saving import check_round


def record_agreed_level(
    *,
    actor: Any,
    project: Project,
    criterion: Criterion,
    round_: Round,
    level: int | None,
    comment: str,
    seen: int,
    attempt: UUID | None,
) -> Saved:
    """The level of a criterion on which those present agreed; the structures' own levels stay as they are.

    Refuses a round that is not open. Repeated, unchanged and clashing saves: as `save_answer`.
    """
    check_round(project, round_, criterion)
    with refuse_frozen(round_, project), transaction.atomic():
        assessment = _together(project, round_)
        score = assessment.scores.filter(criterion=criterion).first()
        if score is None:
            check_open(round_, project)
            score = Score.objects.create(assessment=assessment, criterion=criterion, updated_by=actor)
        outcome = save_version(
            score,
            {"level": level, "comment": comment},
            actor=actor,
            seen=seen,
            attempt=attempt,
            verb=Verb.AGREED,
            sentence=_("Somebody changed this level while you were choosing. Both are kept: choose one."),
            check=lambda: check_open(round_, project),
            shape=Mark,
        )
    if isinstance(outcome, EditedElsewhere):
        raise outcome
    return outcome


def record_session(
    *,
    actor: Any,
    project: Project,
    round_: Round,
    held_on: date,
    session_title: str,
    present: Iterable[Structure],
) -> Assessment:
    """When and in which session the levels of a round are agreed together, and which structures were there.

    Refuses a round that is not open, a day to come, and a session without any structure.
    """
    present = list(present)
    _check_round(project, round_)
    if held_on > today():
        raise Refused(_("This day is still to come."), field="held_on")
    if not present:
        raise Refused(_("Say which structures were there."), field="present")
    with transaction.atomic():
        check_open(round_, project)
        row = _together(project, round_)
        row.held_on, row.session_title = held_on, session_title
        keep(row, ["held_on", "session_title"])
        row.present.set(present)
        trail.record(actor, Verb.CHANGED, row, held_on=held_on, present=sorted(one.pk for one in present))
    return row


def give_consent(*, actor: Any, project: Project, round_: Round, structure: Structure, given: bool) -> None:
    """A structure lets its levels of a round enter the map before three have answered, or does not any more.

    What is so already stays so. Nothing is taken back from a map that is open by itself.
    """
    _check_round(project, round_)
    with transaction.atomic():
        Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
        last = Consent.objects.filter(project=project, round=round_, structure=structure).last()
        if (last is not None and last.given) == given:
            return
        row = Consent.objects.create(project=project, round=round_, structure=structure, given=given, given_by=actor)
        trail.record(actor, Verb.CONSENTED if given else Verb.WITHDREW, row, round=round_.pk, structure=structure.pk)


def _together(project: Project, round_: Round) -> Assessment:
    """The row of what is agreed together, under lock."""
    row, _made = Assessment.objects.get_or_create(project=project, structure=None, round=round_)
    return Assessment.objects.select_for_update(of=("self",)).get(pk=row.pk)


def _check_round(project: Project, round_: Round) -> None:
    if round_.cohort_id != project.cohort_id:
        raise Refused(_("This belongs to another edition of the programme."))
