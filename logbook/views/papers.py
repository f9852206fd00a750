"""The files of an answer: sent several at once, given to who reads the answer, taken away."""

from django.http import Http404, HttpResponseRedirect
from django.utils.translation import gettext as _

from core import files
from core.errors import Refused
from core.gate import gate
from core.http import is_fragment, page
from logbook import access, actions, queries
from logbook.models import Answer, AnswerFile

from .pages import axis_page, place
from .places import question_of


def file_of(request, file):
    """A file of an answer that the person reads, as it was on the last day that they read."""
    answers = Answer.objects.visible_to(request.user)
    rows = AnswerFile.objects.filter(answer__in=answers).select_related(
        "file", "answer__project__cohort", "answer__question__axis", "answer__structure"
    )
    found = rows.filter(pk=file).first()
    if found is None or not queries.reads_file(
        queries.read_as(request.user, found.answer.project), found.answer, found
    ):
        raise Http404
    return found


@gate(see=question_of, do=access.can_write_answer, methods=("POST",))
def add_files(request, project, question, structure):
    sent = request.FILES.getlist("file")
    problems = [] if sent else [_("Choose a file first.")]
    for one in sent:
        words = {"project": project, "question": question, "structure": structure}
        try:
            actions.add_file(actor=request.user, content=one, name=one.name, **words)
        except Refused as refusal:
            problems.append(_("%(name)s: %(problem)s") % {"name": one.name, "problem": refusal.sentence})
    return shown(request, project, question, structure, problems)


@gate(see=file_of, methods=("GET",))
def download_file(request, file):
    return files.give(file.file)


@gate(see=file_of, do=access.can_remove_file, methods=("POST",))
def remove_file(request, file):
    answer = file.answer
    own = queries.read_as(request.user, answer.project).standing(answer.structure)
    actions.remove_file(actor=request.user, file=file)
    return shown(request, answer.project, answer.question, own.structure, [])


def shown(request, project, question, structure, problems):
    """The files as they stand, with a sentence for each that was not taken."""
    if is_fragment(request):
        found = queries.answer_fragment(request.user, project, question, structure)
        context = {"row": found.row, "place": found.place, "axis": question.axis, "problems": problems}
        return page(request, "logbook/_files.html", context, status=422 if problems else 200)
    if problems:
        return axis_page(request, project, question.axis, structure, status=422, problem=" ".join(problems))
    return HttpResponseRedirect(place(project, question.axis, structure, f"question-{question.pk}"))
