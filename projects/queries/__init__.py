"""What the pages of projects, structures and invitations list."""

from .cooperations import (
    Collective,
    Member,
    Person,
    ProjectLine,
    StructureProject,
    collective,
    invitation_step,
    invitations,
    known_until,
    place_of,
    project_lines,
    structure_projects,
    structures_to_join,
    team_memberships,
    team_projects,
)

__all__ = [
    "Collective",
    "Member",
    "Person",
    "ProjectLine",
    "StructureProject",
    "collective",
    "invitation_step",
    "invitations",
    "known_until",
    "place_of",
    "project_lines",
    "structure_projects",
    "structures_to_join",
    "team_memberships",
    "team_projects",
]
