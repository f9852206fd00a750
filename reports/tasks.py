"""Making the documents: a report is gathered from the apps, laid out, stored and tied to its document."""

from datetime import timedelta

from core.jobs import Progress, job

# A report that cannot be made fails the same way each time; two more tries are for a machine that was short.
TRIES = 4


@job("reports.render_document", max_attempts=TRIES)
def render_document(progress: Progress, document: int) -> None:
    """Makes the file of one document, in its language and with the rights of who asked. Doing it twice makes one file."""
    import tempfile

    from django.utils import translation

    from core import pdf

    from . import actions, making
    from .models import SUBJECTS, Document

    row = Document.objects.select_related("project__cohort", "cohort", "requested_by", *SUBJECTS).get(pk=document)
    if row.file_id is not None:
        return
    with translation.override(row.language), tempfile.TemporaryFile() as made:
        template, report = making.build(row, progress.step)
        pdf.render(template, {"report": report}, made)
        actions.attach_file(progress=progress, document=row, content=made, name=making.file_name(row))


@job("reports.clear_expired", every=timedelta(hours=24))
def clear_expired(progress: Progress) -> None:
    """Takes the files whose time is over out of storage."""
    from . import actions

    actions.clear_expired()
