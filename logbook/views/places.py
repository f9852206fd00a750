"""What an address of the logbook names: each is shown only to who may see it."""

from django.http import Http404

from cohorts.models import Axis, Criterion, Question
from core.dates import today
from core.gate import one
from logbook import queries
from logbook.models import Answer
from projects.access import current_structures
from projects.models import Project, Structure

_project = one(Project, prepare=lambda rows: rows.select_related("cohort"), slug="project")


def project_of(request, project):
    return _project(request, project=project)


def _found(rows, **lookups):
    try:
        return rows.get(**lookups)
    except (rows.model.DoesNotExist, ValueError, OverflowError):
        raise Http404 from None


def structure_of(request, project):
    """The structure of the address, among the project's; without one, the first for which the person takes part."""
    slug = request.GET.get("structure", "")
    if slug:
        return _found(
            Structure.objects.visible_to(request.user).filter(memberships__project=project).distinct(), slug=slug
        )
    return Structure.objects.filter(pk__in=current_structures(request.user, project)).first()


def _round(request, project):
    """The round of the address; without one, the one that is open or the last that was."""
    rounds = list(project.cohort.rounds.all())
    position = request.GET.get("round")
    if position is None:
        chosen = queries.round_state(rounds, today()).shown
    else:
        chosen = next((one for one in rounds if str(one.position) == position), None)
    if chosen is None:
        raise Http404
    return chosen


def logbook_of(request, project):
    project = _project(request, project=project)
    return project, structure_of(request, project)


def axis_of(request, project, axis):
    project = _project(request, project=project)
    found = _found(Axis.objects.visible_to(request.user).filter(version=project.cohort.content_id), slug=axis)
    return project, found, structure_of(request, project)


def question_of(request, project, axis, question):
    project = _project(request, project=project)
    rows = Question.objects.select_related("axis", "since__axis")
    found = _found(rows.filter(axis__version=project.cohort.content_id, axis__slug=axis), slug=question)
    return project, found.since or found, structure_of(request, project)


def field_of(request, project, axis, question):
    """The field in which the person writes, with its answer as it was a moment ago; for anybody else the question
    alone, for the gate to say what they may."""
    structure = request.GET.get("structure", "")
    found = queries.field_of(request.user, project, axis, question, structure)
    if found is None:
        return *question_of(request, project, axis, question), None
    return found.project, found.question, found.structure, found


def criterion_of(request, project, axis, criterion):
    project = _project(request, project=project)
    round_ = _round(request, project)
    rows = Criterion.objects.select_related("axis").filter(axis__version=round_.version_id, axis__slug=axis)
    return project, _found(rows, slug=criterion), round_, structure_of(request, project)


def round_of(request, project, round_position):
    project = _project(request, project=project)
    return project, _found(project.cohort.rounds.all(), position=round_position), structure_of(request, project)


def answer_of(request, project, axis, question):
    """The answer whose history is read: the structure's for an individual question, the project's otherwise."""
    project, found, structure = question_of(request, project, axis, question)
    rows = Answer.objects.visible_to(request.user).select_related("structure", "project__cohort", "question__axis")
    if structure is None and not found.is_collective:
        own = queries.read_as(request.user, project).standing(None)
        structure = own.structure if own else None
    return _found(rows, project=project, question=found, structure=None if found.is_collective else structure)


def agreed_round_of(request, project, round_position):
    project = _project(request, project=project)
    return project, _found(project.cohort.rounds.all(), position=round_position)


def agreed_criterion_of(request, project, round_position, axis, criterion):
    project, round_ = agreed_round_of(request, project, round_position)
    rows = Criterion.objects.select_related("axis").filter(axis__version=round_.version_id, axis__slug=axis)
    return project, round_, _found(rows, slug=criterion)


def version_of(request, project, axis, question, version):
    """A text of the history that the person reads, with the structure in whose name they would take it up again."""
    answer = answer_of(request, project, axis, question)
    readable = {one.pk for one in queries.history(request.user, answer)}
    return answer, _found(answer.versions.filter(pk__in=readable), pk=version), structure_of(request, answer.project)


def collective_answer_of(request, project, answer):
    project = _project(request, project=project)
    rows = Answer.objects.visible_to(request.user).select_related("project__cohort", "question__axis")
    return _found(rows, project=project, structure=None, pk=answer)
