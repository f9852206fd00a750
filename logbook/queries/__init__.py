"""What the logbook's pages and its PDF list, for the person who reads."""

from .content import AxisView, CriterionView, QuestionView
from .history import VersionRead, history
from .pages import (
    AnswerFragment,
    AxisPage,
    Overview,
    ScoreFragment,
    answer_fragment,
    axis_page,
    overview,
    score_fragment,
)
from .reader import Reader, Standing, read_as
from .rounds import RoundState, round_state
from .texts import Placement, Text
from .whole import Logbook, logbook_for

__all__ = [
    "AnswerFragment",
    "AxisPage",
    "AxisView",
    "CriterionView",
    "Logbook",
    "Overview",
    "Placement",
    "QuestionView",
    "Reader",
    "RoundState",
    "ScoreFragment",
    "Standing",
    "Text",
    "VersionRead",
    "answer_fragment",
    "axis_page",
    "history",
    "logbook_for",
    "overview",
    "read_as",
    "round_state",
    "score_fragment",
]
