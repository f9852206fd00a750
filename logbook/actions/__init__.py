"""Every write of the logbook. A text that meets another one is kept beside it, never dropped."""

from core.saving import Saved

from .answers import restore_answer, save_answer, share_answer
from .assessments import Mark, record_score, share_assessment
from .evidence import add_evidence, remove_evidence
from .horizon import agree_to_horizon, write_horizon
from .nous import agree_to_nous, tell_nous
from .objectives import act_on_objective, add_objective, change_objective, measure_objective, settle_objective
from .papers import add_file, remove_file
from .presence import be_here, go_away
from .priorities import choose_priorities
from .talk import add_comment, change_comment, notify_mention, remove_comment, settle_thread
from .together import give_consent, record_agreed_level, record_session

__all__ = [
    "Mark",
    "Saved",
    "act_on_objective",
    "add_comment",
    "add_evidence",
    "add_file",
    "add_objective",
    "agree_to_horizon",
    "agree_to_nous",
    "be_here",
    "change_comment",
    "change_objective",
    "choose_priorities",
    "give_consent",
    "go_away",
    "measure_objective",
    "notify_mention",
    "record_agreed_level",
    "record_score",
    "record_session",
    "remove_comment",
    "remove_evidence",
    "remove_file",
    "restore_answer",
    "save_answer",
    "settle_objective",
    "settle_thread",
    "share_answer",
    "share_assessment",
    "tell_nous",
    "write_horizon",
]
