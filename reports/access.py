"""Who may ask for which document. Whoever asked for one reads it (`Document.visible_to`)."""

from dataclasses import dataclass
from typing import Any

from cohorts.models import Cohort
from core.gate import right
from projects.access import is_team_of
from projects.models import Project

from .enums import DocumentKind
from .models import Document


@dataclass(frozen=True)
class Wanted:
    """What somebody asks a document of: the logbook of a project, or the programme report of a cohort; neither when
    the form is still empty."""

    kind: DocumentKind
    project: Project | None = None
    cohort: Cohort | None = None


@right
def can_request_logbook(user: Any, project: Project) -> bool:
    """The team, and whoever takes or took part: it holds what they may read, up to their last day."""
    return Project.objects.visible_to(user).filter(pk=project.pk).exists()


@right
def can_request_programme(user: Any, cohort: Cohort) -> bool:
    return is_team_of(user, cohort)


@right
def can_request_document(user: Any, wanted: Wanted) -> bool:
    if wanted.kind == DocumentKind.PROGRAMME:
        return can_request_programme(user, wanted.cohort) if wanted.cohort else bool(user.is_team)
    return wanted.project is None or can_request_logbook(user, wanted.project)


@right
def can_retry_document(user: Any, document: Document) -> bool:
    """It holds what the person who asked may read, so nobody else asks again in their name."""
    return bool(document.requested_by_id == user.pk)
