"""Writing up a session: its note by axis, the part of the team, what is to be done after it, and giving it to the project."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda import actions, queries
from agenda.access import can_write_note
from agenda.forms import NextActionForm, NoteForm
from agenda.models import Session
from agenda.queries import Block
from core.errors import Refused
from core.gate import gate
from core.http import invalid, is_fragment, page, refused
from projects.actions import add_action as write_action
from projects.queries import actions_from

from .on_sheet import session_of


def block_of(request: HttpRequest, session: int, part: str) -> tuple[Session, Block]:
    """One part of the write-up, by its word in the address: an axis, « general » or « team »."""
    row = session_of(request, session=session)
    whole = queries.blank_write_up(row)
    for block in [*whole.blocks, whole.team]:
        if block is not None and block.word == part:
            return row, block
    raise Http404


@gate(see=session_of, do=can_write_note)
def note(request: HttpRequest, row: Session) -> HttpResponse:
    return page(request, "agenda/note.html", written(request, row))


def written(request: HttpRequest, row: Session, **forms: Any) -> dict[str, Any]:
    """The page of the write-up; `forms` are those that could not be saved, shown again with what was typed."""
    whole = queries.blank_write_up(row)
    sent = forms.get("sent")

    def form_of(block: Block) -> NoteForm:
        return sent if sent is not None and sent.anchor == f"note-{block.word}" else NoteForm(subject=row, block=block)

    return {
        "session": row,
        "whole": whole,
        "blocks": [(block, form_of(block)) for block in whole.blocks],
        "team": (whole.team, form_of(whole.team)),
        "points": queries.points(row),
        "actions": actions_from(request.user, row),
        "form": forms.get("action") or next_form(row),
        "reached": queries.people_to_tell(row),
        "refusal": forms.get("refusal"),
    }


def next_form(row: Session, told: Any = None) -> NextActionForm:
    return NextActionForm(told, projects=queries.projects_of(row), structure=row.structure)


@gate(see=block_of, do=can_write_note, methods=("POST",))
def save_note(request: HttpRequest, row: Session, block: Block) -> HttpResponse:
    form = NoteForm(request.POST, subject=row, block=block)
    act = partial(actions.save_note, actor=request.user, session=row, audience=block.audience, axis=block.axis)
    saved, clash = form.send(act)
    back = f"{reverse('agenda:note', args=[row.pk])}#{form.anchor}"
    if not is_fragment(request) and saved:
        return redirect(back)
    if not is_fragment(request) and not clash:
        return page(request, "agenda/note.html", written(request, row, sent=form), status=422)
    row, block = block_of(request, row.pk, block.word)
    context = {"session": row, "block": block, "form": form, "saved": saved, "sharing": queries.sharing_of(row)}
    if clash:
        context |= {"clash": clash, "action": request.get_full_path(), "back": back}
        return page(request, "agenda/note_conflict.html", context, partial="agenda/_note_conflict.html", status=409)
    context["form"] = NoteForm(subject=row, block=block) if saved else form
    return page(request, "agenda/_note_saved.html", context, status=200 if saved else 422)


@gate(see=session_of, do=can_write_note, methods=("POST",))
def share_note(request: HttpRequest, row: Session) -> HttpResponse:
    try:
        if "shared" not in request.POST:
            actions.unshare_note(actor=request.user, session=row)
            messages.success(request, _("The write-up is the team’s alone again."))
        else:
            reached = actions.share_note(actor=request.user, session=row)
            messages.success(request, _("The write-up is shared.") + " " + told(reached))
    except Refused as refusal:
        return page(request, "agenda/note.html", written(request, row, refusal=refusal), status=422)
    return redirect(f"{reverse('agenda:note', args=[row.pk])}#share")


def told(reached: int) -> str:
    if not reached:
        return _("Nobody had an action to be told about.")
    return ngettext("%(n)d person gets a mail.", "%(n)d people get a mail.", reached) % {"n": reached}


@gate(see=session_of, do=can_write_note, methods=("POST",))
def add_action(request: HttpRequest, row: Session) -> HttpResponse:
    form = next_form(row, request.POST)
    if not form.is_valid():
        return invalid(request, form, "agenda/note.html", written(request, row, action=form))
    try:
        write_action(actor=request.user, source=row, confined_to=row.structure, **form.cleaned_data)
    except Refused as refusal:
        return refused(request, refusal, form, "agenda/note.html", written(request, row, action=form))
    messages.success(request, _("The action is written down."))
    return redirect(f"{reverse('agenda:note', args=[row.pk])}#actions")


@gate(see=block_of, do=can_write_note)
def note_versions(request: HttpRequest, row: Session, block: Block) -> HttpResponse:
    if block.note is None:
        raise Http404
    context = {"session": row, "block": block, "versions": queries.note_history(block.note)}
    return page(request, "agenda/note_versions.html", context)
