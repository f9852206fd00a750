"""What changes cooperations: projects, structures, who takes part since when, and invitations."""

from .collective import add_participant, end_participation, join, leave
from .cooperations import change_project, change_structure, create_project, create_structure
from .invitations import accept, accept_as_new, invite, resend, revoke

__all__ = [
    "accept",
    "accept_as_new",
    "add_participant",
    "change_project",
    "change_structure",
    "create_project",
    "create_structure",
    "end_participation",
    "invite",
    "join",
    "leave",
    "resend",
    "revoke",
]
