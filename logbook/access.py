"""Who may write in a logbook: whoever takes part today for that very structure. The team reads and does not write."""

from typing import Any

from cohorts.models import Criterion, Question, Round
from core.gate import right
from projects.access import current_structures
from projects.models import Project, Structure


def _writes_for(user: Any, project: Project, structure: Structure | None) -> bool:
    return structure is not None and structure.pk in current_structures(user, project)


@right
def can_write_answer(user: Any, project: Project, _question: Question, structure: Structure | None) -> bool:
    """An individual answer is its structure's; a collective one is written in the name of one's structure."""
    return _writes_for(user, project, structure)


@right
def can_share_answer(user: Any, project: Project, _question: Question, structure: Structure | None) -> bool:
    """Only the structure itself opens what it wrote, or takes it back."""
    return _writes_for(user, project, structure)


@right
def can_write_score(
    user: Any, project: Project, _criterion: Criterion, _round: Round, structure: Structure | None
) -> bool:
    return _writes_for(user, project, structure)


@right
def can_share_assessment(user: Any, project: Project, _round: Round, structure: Structure | None) -> bool:
    return _writes_for(user, project, structure)
