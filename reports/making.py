"""From a document somebody asked for to the page that is printed: its template and what it says."""

from collections.abc import Callable

from django.utils.text import slugify
from django.utils.translation import gettext as _

from core.dates import today
from core.errors import Refused

from . import access, logbook, programme
from .enums import DocumentKind
from .models import Document

Report = logbook.LogbookReport | programme.ProgrammeReport


def build(document: Document, step: Callable[[int, int, str], None]) -> tuple[str, Report]:
    """The template and its report, read with the rights that the person who asked has now."""
    reader = document.requested_by
    if document.kind == DocumentKind.LOGBOOK and document.project:
        _refuse_without(access.can_request_logbook(reader, document.project), document)
        return "reports/logbook.pdf.html", logbook.gather(document.project, reader, step)
    _refuse_without(access.can_request_programme(reader, document.cohort), document)
    return "reports/programme.pdf.html", programme.gather(document.cohort, reader, step)


def _refuse_without(right: bool, document: Document) -> None:  # noqa: FBT001 - reads as a sentence where it is called
    if not (right and document.requested_by.is_active):
        raise Refused(_("You no longer have the right to this document."))


def file_name(document: Document) -> str:
    """« carnet-de-bord-la-halle-2026-11-23.pdf », in the language of the document."""
    if document.kind == DocumentKind.LOGBOOK:
        kind, subject = _("logbook"), str(document.project)
    else:
        kind, subject = _("programme-report"), document.cohort.name
    return f"{kind}-{slugify(subject.replace('’', '-').replace(chr(39), '-'))}-{today():%Y-%m-%d}.pdf"
