"""Structures, projects, who takes part in them and since when, and invitations to come in."""

from .cooperation import Membership, Participant, Project, Structure
from .invitation import Invitation

__all__ = ["Invitation", "Membership", "Participant", "Project", "Structure"]
