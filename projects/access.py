"""The ties between a person and projects, and who may change what here. Ties are asked once a request."""

from typing import Any

from accounts.enums import Role
from cohorts.access import facilitated_cohorts, is_team_of
from core.gate import right

from .enums import InvitedRole
from .models import Action, Invitation, Membership, Participant, Project, Structure

__all__ = ["current_participations", "current_structures", "is_member_now", "is_team_of", "places_now"]


def current_participations(user: Any) -> frozenset[tuple[int, int]]:
    """(project, structure) in which the person takes part today, as keys."""
    if not user.is_authenticated:
        return frozenset()
    if "participations" not in user.ties:
        parts = Participant.objects.filter(user=user).current()
        user.ties["participations"] = frozenset(parts.values_list("membership__project", "membership__structure"))
    return user.ties["participations"]  # type: ignore[no-any-return]


def places_now(user: Any, **beside: Any) -> list[Participant]:
    """The person's parts of today with project, edition and structure, and what `beside` annotates them with. The
    rights that look at the ties ask nothing more after that."""
    parts = Participant.objects.filter(user=user).current().annotate(**beside)
    found = list(parts.select_related("membership__project__cohort", "membership__structure").order_by("pk"))
    user.ties["participations"] = frozenset(
        (part.membership.project_id, part.membership.structure_id) for part in found
    )
    return found


def current_structures(user: Any, project: Project) -> frozenset[int]:
    """The structures for which the person takes part in this project today, as keys."""
    return frozenset(structure for tied, structure in current_participations(user) if tied == project.pk)


def is_member_now(user: Any, project: Project) -> bool:
    return bool(current_structures(user, project))


@right
def can_create_project(user: Any) -> bool:
    """The team; the form offers the editions that the person is of the team of."""
    return bool(user.is_team)


@right
def can_change_project(user: Any, project: Project) -> bool:
    return is_team_of(user, project.cohort)


@right
def can_pause_project(user: Any, project: Project) -> bool:
    return is_team_of(user, project.cohort)


@right
def can_read_pauses(user: Any, project: Project) -> bool:
    """The team, and whoever takes part today."""
    return is_team_of(user, project.cohort) or is_member_now(user, project)


@right
def can_manage_collective(user: Any, project: Project) -> bool:
    """Structures that join and leave, and their people: the team's affair."""
    return is_team_of(user, project.cohort)


@right
def can_change_membership(user: Any, membership: Membership) -> bool:
    return is_team_of(user, membership.project.cohort)


@right
def can_change_participant(user: Any, participant: Participant) -> bool:
    return is_team_of(user, participant.membership.project.cohort)


@right
def can_read_leaving_reason(user: Any, project: Project) -> bool:
    """Why a structure left is told to the team alone."""
    return is_team_of(user, project.cohort)


@right
def can_create_structure(user: Any) -> bool:
    return bool(user.is_team)


@right
def can_change_structure(user: Any, structure: Structure) -> bool:
    """Administrators, facilitators of an edition where it takes or took part, and its own people of today."""
    if user.is_administrator or any(own == structure.pk for _project, own in current_participations(user)):
        return True
    return structure.memberships.filter(project__cohort__in=facilitated_cohorts(user)).exists()


@right
def can_add_action(user: Any, project: Project) -> bool:
    """Both sides: the team, and whoever takes part in the project today."""
    return is_team_of(user, project.cohort) or is_member_now(user, project)


@right
def can_settle_action(user: Any, action: Action) -> bool:
    """The team, the person it is for, and the people of today of the structure it is for."""
    if is_team_of(user, action.project.cohort):
        return True
    structures = current_structures(user, action.project)
    return bool(structures) and (action.person_id == user.pk or action.structure_id in structures)


@right
def can_change_action(user: Any, action: Action) -> bool:
    """What is to be done, by whom and when: the team, and whoever wrote it down and still takes part."""
    if is_team_of(user, action.project.cohort):
        return True
    return action.created_by_id == user.pk and is_member_now(user, action.project)


@right
def can_read_stakes(user: Any, project: Project) -> bool:
    """The list: the team and whoever takes part today; each line tells only what is the reader's to read."""
    return is_team_of(user, project.cohort) or is_member_now(user, project)


@right
def can_state_stakes(user: Any, project: Project, structure: Structure) -> bool:
    """The structure's people of today; the team may write down what they say in a meeting."""
    return is_team_of(user, project.cohort) or can_share_stakes(user, project, structure)


@right
def can_share_stakes(user: Any, project: Project, structure: Structure) -> bool:
    """Only the structure itself shows a line to its partners, or takes it back."""
    return structure.pk in current_structures(user, project)


@right
def can_read_engagement(user: Any, project: Project) -> bool:
    """The team, and whoever takes part today; what each structure gives is shown as its page says."""
    return is_team_of(user, project.cohort) or is_member_now(user, project)


@right
def can_state_capacity(user: Any, project: Project, structure: Structure) -> bool:
    """The structure's people of today; the team may write down what they say in a meeting."""
    return is_team_of(user, project.cohort) or structure.pk in current_structures(user, project)


@right
def can_open_review(user: Any, project: Project) -> bool:
    return is_team_of(user, project.cohort)


@right
def can_agree_to_review(user: Any, project: Project, structure: Structure) -> bool:
    """Only the structure itself lets its partners see what it gives."""
    return structure.pk in current_structures(user, project)


@right
def can_invite(user: Any) -> bool:
    return bool(user.is_team)


@right
def can_change_invitation(user: Any, invitation: Invitation) -> bool:
    """Sending again and withdrawing ask for the right to invite to the same place."""
    if invitation.role == InvitedRole.ADMINISTRATOR:
        return bool(user.is_administrator)
    if invitation.cohort is not None:
        return is_team_of(user, invitation.cohort)
    return invitation.membership is not None and is_team_of(user, invitation.membership.project.cohort)


def roles_to_invite(user: Any) -> list[InvitedRole]:
    """The roles that the person may give: only administrators make administrators."""
    return [role for role in InvitedRole if role != InvitedRole.ADMINISTRATOR or user.role == Role.ADMINISTRATOR]
