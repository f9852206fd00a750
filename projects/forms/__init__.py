"""Clean input about projects, structures, who takes part, and invitations."""

from .cooperations import (
    AddParticipantForm,
    ChangeProjectForm,
    ChangeStructureForm,
    ComeInForm,
    EndParticipationForm,
    InviteForm,
    JoinForm,
    LeaveForm,
    NewProjectForm,
    NewStructureForm,
)

__all__ = [
    "AddParticipantForm",
    "ChangeProjectForm",
    "ChangeStructureForm",
    "ComeInForm",
    "EndParticipationForm",
    "InviteForm",
    "JoinForm",
    "LeaveForm",
    "NewProjectForm",
    "NewStructureForm",
]
