"""What saving a text and placing on a criterion have in common."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from cohorts.models import Criterion, Question
from core.errors import Refused
from logbook.models import Answer, Score
from projects.models import Project


@dataclass(frozen=True)
class Saved:
    """What is acknowledged: the version that this very save made (or found alike), and when."""

    version: int
    at: datetime


def check_edition(project: Project, part: Question | Criterion) -> None:
    if part.axis.version_id != project.cohort.content_id:
        raise Refused(_("This belongs to another edition of the programme."))


def attempt_key(attempt: UUID | None, actor: Any, row: Answer | Score, content: str) -> UUID | None:
    """The browser's number, tied to the person, the row and the content: reused for another text, it is another save."""
    return uuid5(attempt, f"{actor.pk}:{row._meta.label_lower}:{row.pk}:{content}") if attempt else None
