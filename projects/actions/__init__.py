"""What changes cooperations: projects, structures, who takes part since when, what is to be done, and invitations."""

from .collective import (
    add_participant,
    end_participation,
    join,
    leave,
)
from .cooperations import (
    change_project,
    change_structure,
    create_project,
    create_structure,
)
from .engagement import (
    Band,
    agree_to_review,
    open_engagement_review,
    state_capacity,
)
from .follow_up import (
    add_action,
    change_action,
    remind_action,
    send_action_reminders,
    send_actions,
    settle_action,
    settle_by_link,
)
from .invitations import (
    accept,
    accept_as_new,
    invite,
    resend,
    revoke,
)
from .pauses import (
    pause_project,
    wake_project,
)
from .stakes import (
    Said,
    remainder_sentence,
    share_stakes,
    state_stakes,
)

__all__ = [
    "Band",
    "Said",
    "accept",
    "accept_as_new",
    "add_action",
    "add_participant",
    "agree_to_review",
    "change_action",
    "change_project",
    "change_structure",
    "create_project",
    "create_structure",
    "end_participation",
    "invite",
    "join",
    "leave",
    "open_engagement_review",
    "pause_project",
    "remainder_sentence",
    "remind_action",
    "resend",
    "revoke",
    "send_action_reminders",
    "send_actions",
    "settle_action",
    "settle_by_link",
    "share_stakes",
    "state_capacity",
    "state_stakes",
    "wake_project",
]
