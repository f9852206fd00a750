"""What is written about a morning."""

from .editing import add_meeting, lock_meeting, move_meeting, take_out
from .guests import change_guest, check_open, say_wishes
from .planning import compute, plan_now, start_run, stop_run
from .registering import (
    accept_late,
    ask_registration,
    check_registration,
    come_back,
    confirm_registration,
    known_guest,
    may_write_to,
    register_bearer,
    register_funder,
    resend_link,
    revoke_links,
    withdraw,
)
from .settings import SETTINGS, change_settings, open_day, settings_mark

__all__ = [
    "SETTINGS",
    "accept_late",
    "add_meeting",
    "ask_registration",
    "change_guest",
    "change_settings",
    "check_open",
    "check_registration",
    "come_back",
    "compute",
    "confirm_registration",
    "known_guest",
    "lock_meeting",
    "may_write_to",
    "move_meeting",
    "open_day",
    "plan_now",
    "register_bearer",
    "register_funder",
    "resend_link",
    "revoke_links",
    "say_wishes",
    "settings_mark",
    "start_run",
    "stop_run",
    "take_out",
    "withdraw",
]
