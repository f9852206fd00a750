"""The files of an answer."""

import hashlib
from typing import Any, BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from cohorts.models import Question
from core import files, trail, uploads
from core.enums import Verb
from core.errors import Refused
from logbook.models import Answer, AnswerFile
from projects.models import Project, Structure

from .saving import check_edition

MOST_FILES = 20


def add_file(
    *, actor: Any, project: Project, question: Question, structure: Structure, content: BinaryIO, name: str
) -> AnswerFile:
    """Puts a file beside an answer, which may have no text yet. The very same file twice is there once. Refuses what
    core.uploads refuses, and more files than a page can show."""
    check_edition(project, question)
    taken = uploads.take(content, kinds=uploads.DOCUMENTS, name=name)
    digest = hashlib.sha256(taken.content.getvalue()).hexdigest()
    owner = None if question.is_collective else structure
    with transaction.atomic():
        made, _created = Answer.objects.get_or_create(
            project=project, question=question, structure=owner, defaults={"updated_by": actor}
        )
        answer = Answer.objects.select_for_update(of=("self",)).get(pk=made.pk)
        there = answer.files.filter(file__sha256=digest).first()
        if there is not None:
            return there
        if answer.files.count() >= MOST_FILES:
            raise Refused(
                _("An answer has %(n)d files at most: take one away first.") % {"n": MOST_FILES}, field="file"
            )
        kept = files.store(taken.content, name=name, content_type=taken.content_type)
        row = AnswerFile.objects.create(answer=answer, file=kept, added_by=actor)
        trail.record(actor, Verb.CREATED, row, answer=answer.pk, sha256=kept.sha256)
    return row


@transaction.atomic
def remove_file(*, actor: Any, file: AnswerFile) -> None:
    """Takes a file away, bytes included."""
    row = AnswerFile.objects.select_for_update(of=("self",)).select_related("file").filter(pk=file.pk).first()
    if row is None:
        return
    trail.record(actor, Verb.DISCARDED, row, answer=row.answer_id, sha256=row.file.sha256)
    kept = row.file
    row.delete()
    files.discard(kept)
