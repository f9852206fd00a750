"""What may be sent to the logbook, cleaned to Python values."""

from .horizon import HorizonForm, HorizonWordForm
from .nous import TellNousForm
from .objectives import ChangeObjectiveForm, MeasureForm, NewObjectiveForm, ObjectiveActionForm, SettleForm
from .presence import PresenceForm
from .priorities import PriorityForm
from .saving import COMMENT_LIMIT, NOT_CONCERNED, TEXT_LIMIT, AnswerForm, ScoreForm, SessionForm
from .talk import CommentForm, NewCommentForm

__all__ = [
    "COMMENT_LIMIT",
    "NOT_CONCERNED",
    "TEXT_LIMIT",
    "AnswerForm",
    "ChangeObjectiveForm",
    "CommentForm",
    "HorizonForm",
    "HorizonWordForm",
    "MeasureForm",
    "NewCommentForm",
    "NewObjectiveForm",
    "ObjectiveActionForm",
    "PresenceForm",
    "PriorityForm",
    "ScoreForm",
    "SessionForm",
    "SettleForm",
    "TellNousForm",
]
