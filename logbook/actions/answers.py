"""Writing answers, and showing them to the project."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cohorts.models import Question
from core import trail
from core.enums import Verb
from core.errors import EditedElsewhere, Refused
from core.richtext import Written
from core.saving import Saved, save_at_once, save_version
from logbook.models import Answer, AnswerVersion
from projects.models import Project, Structure

from .saving import check_edition


def save_answer(
    *,
    actor: Any,
    project: Project,
    question: Question,
    structure: Structure,
    text: str,
    html: str | None = None,
    seen: int,
    attempt: UUID | None,
    known: Answer | None = None,
) -> Saved:
    """Saves the text of an answer in the name of a structure, an empty one too. Without `html` it was typed as plain
    text: the same words then keep the look that they have.

    The same attempt twice is acknowledged and not doubled, and an unchanged text makes no version. A text written over
    a version that the person has not seen is kept beside it, and EditedElsewhere says so once that is committed.
    `known` is the answer as the caller has loaded it, not in the database where there is none: it spares looking.
    """
    check_edition(project, question)
    owner = None if question.is_collective else structure
    if known is not None and (text or known.pk):
        saved = save_at_once(
            known,
            {"text": text, "html": html or ""},
            same={"text": text} | ({} if html is None else {"html": html}),
            actor=actor,
            seen=seen,
            attempt=attempt,
            verb=Verb.ANSWERED,
            structure=structure,
        )
        if saved is not None:
            return saved
    with transaction.atomic():
        answer = _locked_answer(actor, project, question, owner, text)
        if answer is None or not (text or answer.version):
            return Saved(0, timezone.now())
        if html is None:
            html = answer.html if answer.text == text else ""
        outcome = save_version(
            answer,
            {"text": text, "html": html},
            actor=actor,
            seen=seen,
            attempt=attempt,
            verb=Verb.ANSWERED,
            sentence=_("This answer changed while you were writing. Both texts are kept: choose one."),
            shape=Written,
            structure=structure,
        )
    if isinstance(outcome, EditedElsewhere):
        raise outcome
    return outcome


def _locked_answer(
    actor: Any, project: Project, question: Question, owner: Structure | None, text: str
) -> Answer | None:
    """The answer under lock, inserted where there is something to write; two who insert at once get the same row."""
    rows = Answer.objects.select_for_update(of=("self",))
    found = rows.filter(project=project, question=question, structure=owner).first()
    if found is not None or not text:
        return found
    made, _created = Answer.objects.get_or_create(
        project=project, question=question, structure=owner, defaults={"updated_by": actor}
    )
    return rows.get(pk=made.pk)


def restore_answer(*, actor: Any, answer: Answer, version: AnswerVersion, structure: Structure, seen: str) -> Saved:
    """Takes an earlier text up again, as a new version: nothing is rewritten. Refuses when the present text is not the
    one that the person was shown."""
    with transaction.atomic():
        locked = Answer.objects.select_for_update(of=("self",)).get(pk=answer.pk)
        if str(locked.version) != seen:
            raise Refused(_("Somebody saved a text meanwhile: look at the history again before you choose."))
        saved = save_answer(
            actor=actor,
            project=answer.project,
            question=answer.question,
            structure=structure,
            text=version.text,
            html=version.html,
            seen=locked.version,
            attempt=None,
        )
        trail.record(actor, Verb.RESTORED, answer, version=saved.version, restored=version.number)
    return saved


def share_answer(*, actor: Any, project: Project, question: Question, structure: Structure, shared: bool) -> None:
    """Lets the partners read a structure's individual answer, or takes it back; what is so already stays so.

    Refuses a collective answer, which all read, and an answer that is not written yet.
    """
    check_edition(project, question)
    if question.is_collective:
        raise Refused(_("The whole project reads a collective answer already."))
    with transaction.atomic():
        rows = Answer.objects.select_for_update(of=("self",))
        answer = rows.filter(project=project, question=question, structure=structure).first()
        if answer is None or (shared and not answer.text):
            raise Refused(_("Write your answer first: there is nothing to share yet."))
        if (answer.shared_at is not None) != shared:
            # Not save(): `updated_at` says when the text was written.
            Answer.objects.filter(pk=answer.pk).update(shared_at=timezone.now() if shared else None)
            trail.record(actor, Verb.SHARED if shared else Verb.UNSHARED, answer)
