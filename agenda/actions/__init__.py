"""Every write of the agenda: sessions, who is invited, what they answered, who came, and places."""

from .absences import declare_absence, withdraw_absence
from .addenda import add_addendum
from .answers import answer_invitation, check_answer
from .attendance import add_walk_in, note_line, note_rest_absent, remove_walk_in
from .clashing import Clashing, keep_passed, refuse_publication
from .feeds import renew_feed, revoke_feed
from .hours import tag_hours
from .lines import renew_lines, reply
from .links import send_sign_link, sign_by_link, sign_on_tablet, start_tablet
from .newcomers import renew_lines_ahead
from .notes import save_note, set_points, share_note, unshare_note
from .poll_answers import answer_by_link, answer_poll, closed_sentence
from .poll_mails import remind_poll
from .polls import cancel_poll, change_poll, choose_date, create_poll, open_poll, reopen_poll
from .preparation import add_document, choose_resources, prepare_session, remove_document
from .publication import QUIET, cancel_session, publish_calendar, publish_session, tell_due
from .readings import acknowledge_note
from .reminders import send_reminders
from .rules import copy_clash_rules, set_clash_rules
from .scans import add_scan, read_line
from .sealing import seal_sheet
from .series import create_series
from .session_mails import LINK as REPLY_LINK
from .session_mails import preview
from .sessions import change_session, create_session, discard_session, move_session
from .signing import Hand, Signed, countersign, lines_to_sign, open_signing, prepare_sheet, sign, withdraw_signature
from .slots import book_slot, cancel_booking, move_booking, offer_slots, withdraw_slots
from .venues import change_venue, create_venue, retire_venue

__all__ = [
    "QUIET",
    "REPLY_LINK",
    "Clashing",
    "Hand",
    "Signed",
    "acknowledge_note",
    "add_addendum",
    "add_document",
    "add_scan",
    "add_walk_in",
    "answer_by_link",
    "answer_invitation",
    "answer_poll",
    "book_slot",
    "cancel_booking",
    "cancel_poll",
    "cancel_session",
    "change_poll",
    "change_session",
    "change_venue",
    "check_answer",
    "choose_date",
    "choose_resources",
    "closed_sentence",
    "copy_clash_rules",
    "countersign",
    "create_poll",
    "create_series",
    "create_session",
    "create_venue",
    "declare_absence",
    "discard_session",
    "keep_passed",
    "lines_to_sign",
    "move_booking",
    "move_session",
    "note_line",
    "note_rest_absent",
    "offer_slots",
    "open_poll",
    "open_signing",
    "prepare_session",
    "prepare_sheet",
    "preview",
    "publish_calendar",
    "publish_session",
    "read_line",
    "refuse_publication",
    "remind_poll",
    "remove_document",
    "remove_walk_in",
    "renew_feed",
    "renew_lines",
    "renew_lines_ahead",
    "reopen_poll",
    "reply",
    "retire_venue",
    "revoke_feed",
    "save_note",
    "seal_sheet",
    "send_reminders",
    "send_sign_link",
    "set_clash_rules",
    "set_points",
    "share_note",
    "sign",
    "sign_by_link",
    "sign_on_tablet",
    "start_tablet",
    "tag_hours",
    "tell_due",
    "unshare_note",
    "withdraw_absence",
    "withdraw_signature",
    "withdraw_slots",
]
