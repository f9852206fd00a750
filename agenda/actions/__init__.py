"""Every write of the agenda: sessions, who is invited, what they answered, who came, and places."""

from .lines import renew_lines, renew_lines_ahead, reply, set_presence
from .publication import cancel_session, publish_session
from .sessions import change_session, create_session, discard_session, move_session
from .venues import change_venue, create_venue

__all__ = [
    "cancel_session",
    "change_session",
    "change_venue",
    "create_session",
    "create_venue",
    "discard_session",
    "move_session",
    "publish_session",
    "renew_lines",
    "renew_lines_ahead",
    "reply",
    "set_presence",
]
