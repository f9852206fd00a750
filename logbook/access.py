"""Who may write in a logbook: whoever takes part today for that very structure. The team reads and does not write."""

from typing import Any

from cohorts.models import Axis, Criterion, Question, Round
from core.gate import right
from logbook.models import Answer, AnswerFile, AnswerVersion, Comment, HorizonVersion, NousConsent, Objective, ScoreFile
from projects.access import current_structures, is_member_now, is_team_of
from projects.models import Project, Structure


def _writes_for(user: Any, project: Project, structure: Structure | None) -> bool:
    return structure is not None and structure.pk in current_structures(user, project)


@right
def can_write_answer(
    user: Any, project: Project, _question: Question, structure: Structure | None, _field: Any = None
) -> bool:
    """An individual answer is its structure's; a collective one is written in the name of one's structure."""
    return _writes_for(user, project, structure)


@right
def can_be_seen_here(user: Any, project: Project, _axis: Axis, _structure: Structure | None = None) -> bool:
    """Those who see each other on a page: whoever takes part today, and the team. Who left reads, unseen and unseeing."""
    return is_team_of(user, project.cohort) or is_member_now(user, project)


def _reads_now(user: Any, answer: Answer) -> bool:
    """Today, and not only as it once stood: the team, and who takes part for a structure that reads it."""
    if is_team_of(user, answer.project.cohort):
        return True
    here = current_structures(user, answer.project)
    return bool(here) and (answer.structure_id is None or answer.shared_at is not None or answer.structure_id in here)


@right
def can_read_comments(user: Any, answer: Answer) -> bool:
    """Remarks are a talk of today: who reads the answer now reads and writes them."""
    return _reads_now(user, answer)


@right
def can_reply(user: Any, comment: Comment) -> bool:
    return _reads_now(user, comment.answer)


@right
def can_change_comment(user: Any, comment: Comment) -> bool:
    """One's own words only, the team's included."""
    return comment.author_id == user.pk and _reads_now(user, comment.answer)


@right
def can_remove_file(user: Any, file: AnswerFile) -> bool:
    """Whoever writes the answer."""
    here = current_structures(user, file.answer.project)
    return bool(here) and file.answer.structure_id in (None, *here)


@right
def can_remove_evidence(user: Any, file: ScoreFile) -> bool:
    """Whoever writes for the structure whose level it is."""
    return _writes_for(user, file.score.assessment.project, file.score.assessment.structure)


@right
def can_type_paper(user: Any, project: Project, structure: Structure | None) -> bool:
    """Whoever writes for a structure types back what it wrote by hand."""
    return _writes_for(user, project, structure)


@right
def can_share_answer(user: Any, project: Project, _question: Question, structure: Structure | None) -> bool:
    """Only the structure itself opens what it wrote, or takes it back."""
    return _writes_for(user, project, structure)


@right
def can_restore_answer(user: Any, answer: Answer, _version: AnswerVersion, structure: Structure | None) -> bool:
    """Whoever writes the answer: the structure whose it is, and any of the project for a collective one."""
    if answer.structure_id is not None and (structure is None or structure.pk != answer.structure_id):
        return False
    return _writes_for(user, answer.project, structure)


@right
def can_write_score(
    user: Any, project: Project, _criterion: Criterion, _round: Round, structure: Structure | None
) -> bool:
    return _writes_for(user, project, structure)


@right
def can_share_assessment(user: Any, project: Project, _round: Round, structure: Structure | None) -> bool:
    return _writes_for(user, project, structure)


@right
def can_give_consent(user: Any, project: Project, _round: Round, structure: Structure | None) -> bool:
    """A structure consents for itself."""
    return _writes_for(user, project, structure)


@right
def can_agree_levels(user: Any, project: Project, _round: Round | None) -> bool:
    """What is agreed together is typed by whoever is in the room: who takes part today, or the team."""
    return is_team_of(user, project.cohort) or is_member_now(user, project)


@right
def can_agree_level(user: Any, project: Project, round_: Round, _criterion: Criterion) -> bool:
    return can_agree_levels(user, project, round_)


@right
def can_read_nous(user: Any, project: Project, _structure: Structure | None = None) -> bool:
    """The team of an edition that reads it; whoever takes part today, once every structure of today agreed."""
    if not project.cohort.reads_nous:
        return False
    return is_team_of(user, project.cohort) or (
        is_member_now(user, project) and NousConsent.objects.given_by_everybody(project)
    )


@right
def can_agree_to_nous(user: Any, project: Project, structure: Structure | None) -> bool:
    """A structure agrees for itself."""
    return project.cohort.reads_nous and _writes_for(user, project, structure)


@right
def can_tell_nous_in(user: Any, project: Project) -> bool:
    """Who a « nous » is, is read by the team."""
    return project.cohort.reads_nous and is_team_of(user, project.cohort)


@right
def can_tell_nous(user: Any, answer: Answer) -> bool:
    return can_tell_nous_in(user, answer.project)


@right
def can_choose_priorities(user: Any, project: Project) -> bool:
    """What comes first is said by whoever is in the room: who takes part today, or the team."""
    return is_team_of(user, project.cohort) or is_member_now(user, project)


@right
def can_write_objectives(user: Any, project: Project) -> bool:
    """Objectives are the whole project's: who takes part today, and the team."""
    return is_team_of(user, project.cohort) or is_member_now(user, project)


@right
def can_change_objective(user: Any, objective: Objective) -> bool:
    return can_write_objectives(user, objective.project)


@right
def can_write_horizon(user: Any, project: Project, _structure: Structure | None) -> bool:
    """The shared vision is typed by whoever is in the room: who takes part today, or the team."""
    return is_team_of(user, project.cohort) or is_member_now(user, project)


@right
def can_agree_to_horizon(user: Any, project: Project, _version: HorizonVersion, structure: Structure | None) -> bool:
    """A structure agrees for itself."""
    return _writes_for(user, project, structure)
