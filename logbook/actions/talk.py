"""Remarks on an answer: said, answered, changed, taken away, settled; and the people named in them told."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.actions import Fact, tell
from accounts.enums import NoticeKind
from core import trail
from core.enums import Verb
from core.errors import Refused
from core.saving import attempt_key
from logbook.models import Answer, Comment
from logbook.queries import named_in, people_to_name


@transaction.atomic
def add_comment(
    *, actor: Any, answer: Answer, text: str, thread: Comment | None = None, attempt: UUID | None
) -> Comment:
    """Says something about an answer, or in a thread, which it takes up again if it was settled. The same attempt twice
    is one remark. Refuses a name of somebody of the project who may not read it."""
    answer = Answer.objects.select_for_update(of=("self",)).get(pk=answer.pk)
    key = attempt_key(attempt, actor, answer, text)
    repeated = Comment.objects.filter(attempt=key).first() if key else None
    if repeated is not None:
        return repeated
    named = _named(answer, text, thread)
    comment = Comment.objects.create(answer=answer, thread=thread, author=actor, text=text, attempt=key)
    comment.mentions.set(named)
    if thread is not None and thread.resolved_at is not None:
        settle_thread(actor=actor, thread=thread, settled=False)
    trail.record(actor, Verb.COMMENTED, answer, comment=comment.pk)
    _tell(actor, comment, named)
    return comment


@transaction.atomic
def change_comment(*, actor: Any, comment: Comment, text: str) -> Comment:
    """Changes one's own words; who is newly named is told."""
    row = _locked(comment)
    if row.removed_at is not None:
        raise Refused(_("This comment was taken away."))
    if row.text == text:
        return row
    named = _named(row.answer, text, row.thread or row)
    told = set(row.mentions.values_list("pk", flat=True))
    row.text, row.edited_at = text, timezone.now()
    row.save(update_fields=["text", "edited_at"])
    row.mentions.set(named)
    trail.record(actor, Verb.CHANGED, row)
    _tell(actor, row, [person for person in named if person.pk not in told])
    return row


@transaction.atomic
def remove_comment(*, actor: Any, comment: Comment) -> None:
    """Takes one's own words away, for good; the replies stay."""
    row = _locked(comment)
    if row.removed_at is None:
        row.text, row.removed_at = "", timezone.now()
        row.save(update_fields=["text", "removed_at"])
        row.mentions.clear()
        trail.record(actor, Verb.REMOVED, row)


@transaction.atomic
def settle_thread(*, actor: Any, thread: Comment, settled: bool) -> None:
    """Settles a thread, or takes it up again; what is so already stays so."""
    row = _locked(thread)
    if row.thread_id is not None:
        raise Refused(_("A whole thread is settled, not one reply."))
    if (row.resolved_at is not None) != settled:
        row.resolved_at, row.resolved_by = (timezone.now(), actor) if settled else (None, None)
        row.save(update_fields=["resolved_at", "resolved_by"])
        trail.record(actor, Verb.SETTLED if settled else Verb.REOPENED, row)


def _locked(comment: Comment) -> Comment:
    return Comment.objects.select_for_update(of=("self",)).get(pk=comment.pk)


def _named(answer: Answer, text: str, thread: Comment | None) -> list[Any]:
    """The people named by « @ ». Refuses one of the project who may not read this: they could not open what they are
    told of."""
    people = people_to_name(answer, thread)
    known = {person.pk for person, reads in people if reads}
    named = named_in(text, [person for person, _reads in people])
    for person in named:
        if person.pk not in known:
            sentence = _("%(name)s cannot read this: share the answer first, or leave the “@” out.")
            raise Refused(sentence % {"name": person.name}, field="text")
    return named


def _tell(actor: Any, comment: Comment, named: Iterable[Any]) -> None:
    for person in named:
        if person.pk != actor.pk:
            notify_mention(person, comment)


def notify_mention(person: Any, comment: Comment) -> None:
    """Tells a person that they were named, as often as they want to be told. The mail quotes nothing: the words stay
    behind the sign-in."""

    def compose(_facts: Any, quiet: str) -> EmailMessage:
        words = {"comment": comment, "person": person, "link": address, "quiet": quiet}
        with translation.override(person.language):
            subject = _("%(name)s names you in the logbook") % {"name": comment.author.name}
            return EmailMessage(subject, render_to_string("logbook/mail/mention.txt", words), to=[person.email])

    address = settings.SITE_URL + comment.get_absolute_url()
    with translation.override(person.language):
        title = _("%(name)s names you: %(question)s") % {
            "name": comment.author.name,
            "question": comment.answer.question.text,
        }
    fact = Fact(f"mention:{comment.pk}:{person.pk}", title, comment.get_absolute_url())
    tell(person, NoticeKind.LOGBOOK, [fact], compose)
