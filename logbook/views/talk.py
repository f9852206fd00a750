"""Remarks on an answer: the page, which is also the piece that opens below the answer, and what changes it."""

from functools import partial
from uuid import uuid4

from django.urls import reverse

from core.errors import Refused
from core.gate import gate, one
from core.http import go, is_fragment, page
from logbook import access, actions, queries
from logbook.forms import CommentForm, NewCommentForm
from logbook.models import Comment

from .places import answer_of

comment_of = one(
    Comment,
    pk="comment",
    prepare=lambda rows: rows.select_related(
        "answer__project__cohort", "answer__question__axis", "answer__structure", "author", "thread"
    ),
)


@gate(see=answer_of, do=access.can_read_comments)
def comments(request, answer):
    return talk_page(request, answer)


@gate(see=answer_of, do=access.can_read_comments, methods=("POST",))
def add_comment(request, answer):
    act = partial(actions.add_comment, answer=answer)
    return said(request, answer, NewCommentForm(request.POST), act, at="new")


@gate(see=comment_of, do=access.can_reply, methods=("POST",))
def reply(request, comment):
    answer, thread = comment.answer, comment.thread or comment
    act = partial(actions.add_comment, answer=answer, thread=thread)
    return said(request, answer, NewCommentForm(request.POST, about=thread.pk), act, at="reply")


@gate(see=comment_of, do=access.can_change_comment, methods=("POST",))
def change_comment(request, comment):
    act = partial(actions.change_comment, comment=comment)
    return said(request, comment.answer, CommentForm(request.POST, about=comment.pk), act, at="edit")


@gate(see=comment_of, do=access.can_change_comment, methods=("POST",))
def remove_comment(request, comment):
    actions.remove_comment(actor=request.user, comment=comment)
    return shown(request, comment.answer)


@gate(see=comment_of, do=access.can_reply, methods=("POST",))
def settle_thread(request, comment):
    try:
        actions.settle_thread(actor=request.user, thread=comment, settled="settled" in request.POST)
    except Refused as refusal:
        return talk_page(request, comment.answer, problem=refusal.sentence, status=422)
    return shown(request, comment.answer)


def said(request, answer, form, act, *, at):
    """What was typed, written by the action; or the page again with it and a sentence, in the field where it stood."""
    if form.is_valid():
        try:
            act(actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("text", refusal.sentence)
    if form.errors:
        return talk_page(request, answer, sent=form, at=at, status=422)
    return shown(request, answer)


def shown(request, answer):
    """The remarks as they stand: the piece again, or the page."""
    return talk_page(request, answer) if is_fragment(request) else go(request, address_of(answer))


def address_of(answer):
    words = [answer.project.slug, answer.question.axis.slug, answer.question.slug]
    structure = f"?structure={answer.structure.slug}" if answer.structure else ""
    return f"{reverse('logbook:comments', args=words)}{structure}"


def talk_page(request, answer, *, sent=None, at="", problem="", status=200):
    context = {
        "answer": answer,
        "talk": queries.talk_about(request.user, answer),
        "new": NewCommentForm(initial={"attempt": uuid4()}),
        "sent": sent,
        "at": at,
        "problem": problem,
    }
    return page(request, "logbook/comments.html", context, partial="logbook/_comments.html", status=status)
