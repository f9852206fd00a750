"""Placing a structure on the criteria of a round, and showing it to the project."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cohorts.models import Criterion, Round
from core import trail
from core.dates import format_day, today
from core.enums import Verb
from core.errors import EditedElsewhere, Refused
from core.saving import Saved, save_version
from logbook.models import Assessment, Score
from projects.models import Project, Structure

from .saving import check_round


@dataclass(frozen=True)
class Mark:
    """A level (None: not concerned yet) and its comment, which are saved and compared together."""

    level: int | None
    comment: str


def record_score(
    *,
    actor: Any,
    project: Project,
    criterion: Criterion,
    round_: Round,
    structure: Structure,
    level: int | None,
    comment: str,
    seen: int,
    attempt: UUID | None,
) -> Saved:
    """Places a structure on a criterion in the round that is open; `level` None says "not concerned yet".

    Refuses a round that is not open today. Repeated, unchanged and clashing saves: as `save_answer`.
    """
    check_round(project, round_, criterion)
    with refuse_frozen(round_, project), transaction.atomic():
        assessment, _made = Assessment.objects.get_or_create(project=project, structure=structure, round=round_)
        Assessment.objects.select_for_update(of=("self",)).get(pk=assessment.pk)
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
            verb=Verb.SCORED,
            sentence=_(
                "Somebody of your structure changed this level while you were choosing. Both are kept: choose one."
            ),
            check=lambda: check_open(round_, project),
            shape=Mark,
        )
    if isinstance(outcome, EditedElsewhere):
        raise outcome
    return outcome


@contextmanager
def refuse_frozen(round_: Round, project: Project) -> Iterator[None]:
    """The database refuses a level in a round that somebody closed meanwhile: said in words."""
    try:
        yield
    except IntegrityError:
        check_open(Round.objects.get(pk=round_.pk), project)
        raise


def check_open(round_: Round, project: Project) -> None:
    """Refuses, saying since or until when, a round that is not open today."""
    if round_.is_open_on(today()):
        return
    page = reverse("logbook:logbook", args=[project.slug])
    if round_.is_over_on(today()):
        day = format_day(round_.closes_on, "short")
        raise Refused(_("The round closed on %(day)s: its levels stay as they are.") % {"day": day}, link=page)
    day = format_day(round_.opens_on, "short")
    raise Refused(_("The round opens on %(day)s.") % {"day": day}, link=page)


def share_assessment(*, actor: Any, project: Project, round_: Round, structure: Structure, shared: bool) -> None:
    """Lets the partners read a structure's levels in a round, or takes them back, also once the round is closed.

    Refuses what is not begun yet.
    """
    with transaction.atomic():
        rows = Assessment.objects.select_for_update(of=("self",))
        assessment = rows.filter(project=project, structure=structure, round=round_).first()
        if assessment is None:
            raise Refused(_("Place yourselves on a criterion first: there is nothing to share yet."))
        if (assessment.shared_at is not None) != shared:
            assessment.shared_at = timezone.now() if shared else None
            assessment.save(update_fields=["shared_at"])
            trail.record(actor, Verb.SHARED if shared else Verb.UNSHARED, assessment)
