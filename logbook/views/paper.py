"""Typing back what was written by hand, on one sheet."""

from core.gate import gate
from core.http import page
from logbook import access, queries

from .pages import answer_form, score_form
from .places import logbook_of


@gate(see=logbook_of, do=access.can_type_paper)
def paper(request, project, structure):
    shown = queries.paper_page(request.user, project, structure)
    axes = [
        (
            one.axis,
            [(number, row, plain(answer_form(row))) for number, row in one.questions],
            [(row, score_form(row)) for row in one.criteria] if shown.rounds.is_open else [],
        )
        for one in shown.axes
    ]
    return page(request, "logbook/paper.html", {"page": shown, "axes": axes})


def plain(form):
    """Typed as plain text: the sheet is for speed, and has no tool bar."""
    attributes = form.fields["text"].widget.attrs
    attributes.pop("data-house-rich", None)
    attributes["rows"] = 2
    return form
