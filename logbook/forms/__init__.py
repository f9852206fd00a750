"""What may be sent to the logbook, cleaned to Python values."""

from .horizon import HorizonForm, HorizonWordForm
from .nous import TellNousForm
from .objectives import ChangeObjectiveForm, MeasureForm, NewObjectiveForm, ObjectiveActionForm, SettleForm
from .presence import PresenceForm
from .saving import COMMENT_LIMIT, NOT_CONCERNED, TEXT_LIMIT, AnswerForm, ScoreForm, SessionForm

__all__ = [
    "COMMENT_LIMIT",
    "NOT_CONCERNED",
    "TEXT_LIMIT",
    "AnswerForm",
    "ChangeObjectiveForm",
    "HorizonForm",
    "HorizonWordForm",
    "MeasureForm",
    "NewObjectiveForm",
    "ObjectiveActionForm",
    "PresenceForm",
    "ScoreForm",
    "SessionForm",
    "SettleForm",
    "TellNousForm",
]
