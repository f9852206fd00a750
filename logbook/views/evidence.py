"""Files beside a level: sent, given to who reads the level, taken away."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.utils.translation import gettext as _

from core import files
from core.errors import Refused
from core.gate import gate
from logbook import access, actions, queries
from logbook.models import Assessment, ScoreFile

from .pages import place
from .places import criterion_of


def evidence_of(request, file):
    """A file beside a level that the person reads, as it was on the last day that they read."""
    rows = ScoreFile.objects.filter(score__assessment__in=Assessment.objects.visible_to(request.user)).select_related(
        "file", "score__criterion__axis", "score__assessment__project__cohort", "score__assessment__structure"
    )
    found = rows.filter(pk=file).first()
    if found is None:
        raise Http404
    assessment = found.score.assessment
    if not queries.reads_evidence(queries.read_as(request.user, assessment.project), assessment, found):
        raise Http404
    return found


@gate(see=criterion_of, do=access.can_write_score, methods=("POST",))
def add_evidence(request, project, criterion, round_, structure):
    sent = request.FILES.get("file")
    try:
        if sent is None:
            raise Refused(_("Choose a file first."))
        actions.add_evidence(
            actor=request.user, project=project, criterion=criterion, round_=round_, structure=structure,
            content=sent, name=sent.name,
        )  # fmt: skip
    except Refused as refusal:
        messages.warning(request, refusal.sentence)
    return back(project, criterion, structure)


@gate(see=evidence_of)
def download_evidence(request, file):
    return files.give(file.file)


@gate(see=evidence_of, do=access.can_remove_evidence, methods=("POST",))
def remove_evidence(request, file):
    assessment, criterion = file.score.assessment, file.score.criterion
    try:
        actions.remove_evidence(actor=request.user, file=file)
    except Refused as refusal:
        messages.warning(request, refusal.sentence)
    return back(assessment.project, criterion, assessment.structure)


def back(project, criterion, structure):
    return HttpResponseRedirect(place(project, criterion.axis, structure, f"criterion-{criterion.pk}"))
