"""A document is asked for, made by a worker, and taken away when its time is over."""

from datetime import timedelta
from typing import Any, BinaryIO

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from agenda.models import Session
from cohorts.models import Cohort
from core import files, trail
from core.enums import JobState, Verb
from core.jobs import Progress, enqueue
from core.models import Job, StoredFile
from projects.models import Project, Structure

from .enums import DocumentKind, Edition
from .models import SUBJECTS, Document

KEPT = timedelta(days=30)
JOB = "reports.render_document"


def request_document(
    *,
    actor: Any,
    kind: DocumentKind,
    cohort: Cohort,
    language: str,
    project: Project | None = None,
    session: Session | None = None,
    person: User | None = None,
    structure: Structure | None = None,
    edition: str = Edition.READER,
) -> Document:
    """Asks for a document. The same one, asked for again while it is under way, is given back instead of started twice."""
    about = {"project": project, "session": session, "person": person, "structure": structure}
    subject = next((row.pk for row in about.values() if row is not None), "")
    key = f"{JOB} {kind.value} {edition} {cohort.pk} {subject} {language} {actor.pk}"
    with transaction.atomic():
        job = enqueue(JOB, key=key)
        under_way = Document.objects.filter(job=job).first()
        if under_way is not None:
            return under_way
        document = Document(
            kind=kind, edition=edition, cohort=cohort, language=language, requested_by=actor, job=job, **about
        )
        document.expires_at = timezone.now() + KEPT
        document.save(force_insert=True)
        _address(job, document)
        trail.record(actor, Verb.REQUESTED, document, kind=kind.value, language=language)
    return document


def request_again(*, actor: Any, document: Document) -> Document:
    """Starts a document that failed once more; one whose time is over is asked for anew; any other is given back
    as it is, and so is the same document under way."""
    if document.is_over:
        return request_document(
            actor=actor,
            kind=DocumentKind(document.kind),
            cohort=document.cohort,
            language=document.language,
            edition=document.edition,
            **{name: getattr(document, name) for name in SUBJECTS},
        )
    with transaction.atomic():
        document = Document.objects.select_for_update(of=("self",)).select_related("job").get(pk=document.pk)
        if document.job.state != JobState.FAILED:
            return document
        document.job = enqueue(JOB, {"document": document.pk}, key=document.job.key)
        twin = Document.objects.filter(job=document.job).exclude(pk=document.pk).first()
        if twin is not None:
            return twin
        document.save(update_fields=["job"])
        trail.record(actor, Verb.REQUESTED, document, kind=document.kind, language=document.language)
    return document


def _address(job: Job, document: Document) -> None:
    """Says in the job which document it makes: each row names the other, and the document is written second."""
    job.payload = {"document": document.pk}
    job.save(update_fields=["payload"])


def attach_file(*, progress: Progress, document: Document, content: BinaryIO, name: str) -> bool:
    """Stores the file and ties it to its document in one transaction, if the lease is still held and nobody else has:
    a worker that was thought dead must not make a second file. Gives back whether it did."""
    with transaction.atomic():
        progress.beat()
        waiting = Document.objects.select_for_update(of=("self",)).filter(pk=document.pk, file__isnull=True)
        if not waiting.exists():
            return False
        stored = files.store(content, name=name, content_type="application/pdf")
        Document.objects.filter(pk=document.pk).update(file=stored)
        trail.record(document.requested_by, Verb.EXPORTED, document, sha256=stored.sha256, size=stored.size)
    return True


def clear_expired() -> int:
    """Takes the files of documents whose time is over out of storage; the document itself stays in the list."""
    cleared = 0
    for stored in StoredFile.objects.filter(document__expires_at__lt=timezone.now()).order_by("pk"):
        with transaction.atomic():
            files.discard(stored)
        cleared += 1
    return cleared
