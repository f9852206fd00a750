"""From a document somebody asked for to the page that is printed: its template and what it says."""

from collections.abc import Callable

from django.utils.text import slugify
from django.utils.translation import gettext as _

from agenda.access import can_take_attendance
from agenda.models import Session
from core.dates import today
from core.errors import Refused

from . import access, certificate, logbook, morning, programme, sheet
from .enums import DocumentKind, Edition
from .models import Document

Book = logbook.LogbookReport | logbook.BlankReport
Report = Book | programme.ProgrammeReport | sheet.SheetReport | certificate.CertificateReport | morning.MorningReport


def build(document: Document, step: Callable[[int, int, str], None]) -> tuple[str, Report]:
    """The template and its report, read with the rights that the person who asked has now."""
    reader = document.requested_by
    if document.kind == DocumentKind.LOGBOOK and document.project:
        _refuse_without(access.can_request_logbook(reader, document.project), document)
        if document.edition == Edition.BLANK:
            return "reports/logbook_blank.pdf.html", logbook.blank(document.project, step)
        return "reports/logbook.pdf.html", logbook.gather(document.project, reader, step, document.edition)
    if document.session:
        return _of_session(document, document.session, step)
    if document.kind == DocumentKind.CERTIFICATE and document.person:
        right = access.can_request_certificate(reader, document.cohort, document.person)
        _refuse_without(right, document)
        return "reports/certificate.pdf.html", certificate.of_person(document.cohort, document.person, reader, step)
    if document.kind == DocumentKind.STRUCTURE and document.structure:
        right = access.can_request_structure_certificate(reader, document.cohort, document.structure)
        _refuse_without(right, document)
        told = certificate.of_structure(document.cohort, document.structure, reader, step)
        return "reports/certificate.pdf.html", told
    _refuse_without(access.can_request_programme(reader, document.cohort), document)
    return "reports/programme.pdf.html", programme.gather(document.cohort, reader, step)


def _of_session(document: Document, session: Session, step: Callable[[int, int, str], None]) -> tuple[str, Report]:
    """The sheet of a session, or the papers of a funders' morning."""
    reader = document.requested_by
    if document.kind == DocumentKind.MORNING:
        _refuse_without(access.can_print_morning(reader, session), document)
        return "reports/morning.pdf.html", morning.gather(session, reader, step)
    _refuse_without(can_take_attendance(reader, session), document)
    return "reports/sheet.pdf.html", sheet.gather(session, reader, step)


def _refuse_without(right: bool, document: Document) -> None:  # noqa: FBT001 - reads as a sentence where it is called
    if not (right and document.requested_by.is_active):
        raise Refused(_("You no longer have the right to this document."))


def file_name(document: Document) -> str:
    """« carnet-de-bord-la-halle-2026-11-23.pdf », in the language of the document."""
    kinds = {
        DocumentKind.LOGBOOK: _("logbook"),
        DocumentKind.PROGRAMME: _("programme-report"),
        DocumentKind.SHEET: _("attendance-sheet"),
        DocumentKind.MORNING: _("papers-of-the-morning"),
    }
    kind = kinds.get(DocumentKind(document.kind), _("certificate-of-attendance"))
    if document.edition != Edition.READER:
        kind += "-" + {Edition.PROJECT: _("of-the-project"), Edition.BLANK: _("to-fill-in")}[Edition(document.edition)]
    subject = str(document.about)
    return f"{kind}-{slugify(subject.replace('’', '-').replace(chr(39), '-'))}-{today():%Y-%m-%d}.pdf"
