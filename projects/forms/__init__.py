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
from .engagement import (
    CapacityForm,
    ReviewForm,
)
from .follow_up import (
    ActionForm,
    SettleForm,
)
from .pauses import (
    PauseForm,
)
from .stakes import (
    StakesForm,
)

__all__ = [
    "ActionForm",
    "AddParticipantForm",
    "CapacityForm",
    "ChangeProjectForm",
    "ChangeStructureForm",
    "ComeInForm",
    "EndParticipationForm",
    "InviteForm",
    "JoinForm",
    "LeaveForm",
    "NewProjectForm",
    "NewStructureForm",
    "PauseForm",
    "ReviewForm",
    "SettleForm",
    "StakesForm",
]
