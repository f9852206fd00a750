"""Files that show why a structure placed itself where it did."""

from typing import Any, BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from cohorts.models import Criterion, Round
from core import files, trail, uploads
from core.enums import Verb
from core.errors import Refused
from logbook.models import Assessment, Score, ScoreFile
from projects.models import Project, Structure

from .assessments import check_open
from .saving import check_round

MOST_EVIDENCE = 5


def add_evidence(
    *,
    actor: Any,
    project: Project,
    criterion: Criterion,
    round_: Round,
    structure: Structure,
    content: BinaryIO,
    name: str,
) -> ScoreFile:
    """Puts a file beside the level of a structure. Refuses a round that is not open, a criterion without a level yet,
    what core.uploads refuses, and more files than a page can show."""
    check_round(project, round_, criterion)
    check_open(round_, project)
    taken = uploads.take(content, kinds=uploads.DOCUMENTS, name=name)
    with transaction.atomic():
        score = _locked(
            Score.objects.filter(assessment__project=project, assessment__structure=structure)
            .filter(assessment__round=round_, criterion=criterion)
            .first()
        )
        if score is None:
            raise Refused(_("Choose a level first: the file shows why."))
        check_open(Round.objects.get(pk=round_.pk), project)
        if score.files.count() >= MOST_EVIDENCE:
            raise Refused(_("A level has %(n)d files at most: take one away first.") % {"n": MOST_EVIDENCE})
        kept = files.store(taken.content, name=name, content_type=taken.content_type)
        row = ScoreFile.objects.create(score=score, file=kept, added_by=actor)
        trail.record(actor, Verb.CREATED, row, score=score.pk, sha256=kept.sha256)
    return row


@transaction.atomic
def remove_evidence(*, actor: Any, file: ScoreFile) -> None:
    """Takes a file away, bytes included. Refuses once the round is closed: what was shown then stays."""
    score = _locked(Score.objects.get(pk=file.score_id))
    row = ScoreFile.objects.select_related("file", "score__assessment__round", "score__assessment__project")
    stored = row.filter(pk=file.pk).first()
    if stored is None or score is None:
        return
    check_open(stored.score.assessment.round, stored.score.assessment.project)
    trail.record(actor, Verb.DISCARDED, stored, score=score.pk, sha256=stored.file.sha256)
    kept = stored.file
    stored.delete()
    files.discard(kept)


def _locked(score: Score | None) -> Score | None:
    """The score, with its assessment under lock: levels are written under the same one."""
    if score is not None:
        Assessment.objects.select_for_update(of=("self",)).get(pk=score.assessment_id)
    return score
