"""What is written about a morning."""

from .after import answer_follow_up, ask_follow_ups, months_after, say_feedback, tell_raised
from .editing import add_meeting, lock_meeting, move_meeting, take_out
from .floor import accept_repair, check_in, drop_repair, propose_repair
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
from .sending import calendar_of, preview, send_agendas
from .settings import SETTINGS, change_settings, open_day, settings_mark

__all__ = [
    "SETTINGS",
    "accept_late",
    "accept_repair",
    "add_meeting",
    "answer_follow_up",
    "ask_follow_ups",
    "ask_registration",
    "calendar_of",
    "change_guest",
    "change_settings",
    "check_in",
    "check_open",
    "check_registration",
    "come_back",
    "compute",
    "confirm_registration",
    "drop_repair",
    "known_guest",
    "lock_meeting",
    "may_write_to",
    "months_after",
    "move_meeting",
    "open_day",
    "plan_now",
    "preview",
    "propose_repair",
    "register_bearer",
    "register_funder",
    "resend_link",
    "revoke_links",
    "say_feedback",
    "say_wishes",
    "send_agendas",
    "settings_mark",
    "start_run",
    "stop_run",
    "take_out",
    "tell_raised",
    "withdraw",
]
