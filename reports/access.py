"""Who may ask for which document. Whoever asked for one reads it (`Document.visible_to`)."""

from dataclasses import dataclass
from typing import Any

from accounts.models import User
from agenda.access import can_take_attendance
from agenda.models import Session
from cohorts.enums import SessionForm
from cohorts.models import Cohort
from core.gate import right
from projects.access import current_participations, is_team_of
from projects.models import Project, Structure

from .enums import DocumentKind
from .models import Document


@dataclass(frozen=True)
class Wanted:
    """What somebody asks a document of: the logbook of a project, the programme report of a cohort, the sheet of a
    session, the certificate of a person or of a structure in a cohort; nothing of the first two when the form is still
    empty."""

    kind: DocumentKind
    project: Project | None = None
    cohort: Cohort | None = None
    session: Session | None = None
    person: User | None = None
    structure: Structure | None = None


@right
def can_request_logbook(user: Any, project: Project) -> bool:
    """The team, and whoever takes or took part: it holds what they may read, up to their last day."""
    return Project.objects.visible_to(user).filter(pk=project.pk).exists()


@right
def can_request_programme(user: Any, cohort: Cohort) -> bool:
    return is_team_of(user, cohort)


@right
def can_request_certificate(user: Any, cohort: Cohort, person: User) -> bool:
    """One's own, and the team's affair."""
    return bool(user.pk == person.pk) or is_team_of(user, cohort)


@right
def can_request_structure_certificate(user: Any, cohort: Cohort, structure: Structure) -> bool:
    """The people who take part for the structure today, and the team."""
    own = any(key == structure.pk for _project, key in current_participations(user))
    return own or is_team_of(user, cohort)


@right
def can_print_morning(user: Any, session: Session) -> bool:
    """The papers of a funders' morning, contacts and badges included: the team's affair."""
    return session.form == SessionForm.MORNING and is_team_of(user, session.cohort)


def _of_attendance(user: Any, wanted: Wanted) -> bool:
    """A sheet is the team's; a certificate its person's or structure's too. None of them is asked for without its
    subject."""
    if wanted.kind == DocumentKind.MORNING:
        return wanted.session is not None and can_print_morning(user, wanted.session)
    if wanted.kind == DocumentKind.SHEET:
        return wanted.session is not None and can_take_attendance(user, wanted.session)
    if wanted.cohort is None:
        return False
    if wanted.kind == DocumentKind.CERTIFICATE:
        return wanted.person is not None and can_request_certificate(user, wanted.cohort, wanted.person)
    return wanted.structure is not None and can_request_structure_certificate(user, wanted.cohort, wanted.structure)


@right
def can_request_document(user: Any, wanted: Wanted) -> bool:
    if wanted.kind == DocumentKind.PROGRAMME:
        return can_request_programme(user, wanted.cohort) if wanted.cohort else bool(user.is_team)
    if wanted.kind != DocumentKind.LOGBOOK:
        return _of_attendance(user, wanted)
    return wanted.project is None or can_request_logbook(user, wanted.project)


@right
def can_retry_document(user: Any, document: Document) -> bool:
    """It holds what the person who asked may read, so nobody else asks again in their name."""
    return bool(document.requested_by_id == user.pk)
