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
from .engagement import (
    Capacity,
    CapacityQuerySet,
    EngagementReview,
    Peak,
    ReviewConsent,
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
    "Capacity",
    "CapacityQuerySet",
    "EngagementReview",
    "Invitation",
    "Membership",
    "Participant",
    "Pause",
    "PauseQuerySet",
    "Peak",
    "Project",
    "ReviewConsent",
    "Stake",
    "Stakes",
    "StakesQuerySet",
    "Structure",
]
