"""Structures, projects, who takes part in them and since when, what they have to do, and invitations to come in."""

from .action import (
    Action,
    ActionQuerySet,
    ActionVersion,
)
from .cooperation import (
    Membership,
    Participant,
    Project,
    Structure,
)
from .invitation import (
    Invitation,
)
from .pause import (
    Pause,
    PauseQuerySet,
)
from .stakes import (
    Stake,
    Stakes,
    StakesQuerySet,
)

__all__ = [
    "Action",
    "ActionQuerySet",
    "ActionVersion",
    "Invitation",
    "Membership",
    "Participant",
    "Pause",
    "PauseQuerySet",
    "Project",
    "Stake",
    "Stakes",
    "StakesQuerySet",
    "Structure",
]
