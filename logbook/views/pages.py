"""The logbook and the page of an axis."""

from django.urls import reverse

from cohorts.queries import resources_on_axis
from core.gate import gate
from core.http import page
from logbook import queries
from logbook.forms import NOT_CONCERNED, AnswerForm, ScoreForm

from .places import axis_of, logbook_of


@gate(see=logbook_of)
def logbook(request, project, structure):
    shown = queries.overview(request.user, project, structure)
    agreed = queries.nous_agreed(project) if project.cohort.reads_nous else None
    own = agreed is not None and agreed.says(structure)
    return page(request, "logbook/logbook.html", {"page": shown, "nous": agreed, "own_nous": own})


@gate(see=axis_of)
def axis(request, project, axis, structure):
    return axis_page(request, project, axis, structure)


def axis_page(request, project, axis, structure, *, status=200, sent=None, problem=""):
    """The page of an axis; `sent` is the form that could not be saved, shown again with what was typed."""
    shown = queries.axis_page(request.user, project, axis, structure)
    context = {
        "page": shown,
        "questions": [(row, answer_form(row, sent)) for row in shown.view.questions],
        "criteria": [(row, score_form(row, sent)) for row in shown.view.criteria],
        "problem": problem,
        "resources": resources_on_axis(request.user, axis),
        "unsaved": sent if isinstance(sent, ScoreForm) and not shown.rounds.is_open else None,
    }
    return page(request, "logbook/axis.html", context, status=status)


def answer_form(row, sent=None):
    if sent is not None and sent.subject == row.question:
        return sent
    own = row.own
    return AnswerForm(
        subject=row.question,
        initial={
            "text": own.text if own else "",
            "html": own.html if own else "",
            "seen": own.version if own else 0,
        },
    )


def score_form(row, sent=None):
    if sent is not None and sent.subject == row.criterion:
        return sent
    if row.own is None:
        return ScoreForm(subject=row.criterion, initial={"seen": 0})
    level = NOT_CONCERNED if row.own.level is None else row.own.level
    return ScoreForm(
        subject=row.criterion, initial={"level": level, "comment": row.own.comment, "seen": row.own.version}
    )


def place(project, axis, structure, anchor):
    """Where one was on the page of an axis."""
    return f"{reverse('logbook:axis', args=[project.slug, axis.slug])}?structure={structure.slug}#{anchor}"
