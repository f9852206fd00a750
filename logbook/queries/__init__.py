"""What the logbook's pages and its PDF list, for the person who reads."""

from .alignment import AlignmentPage, alignment_page, initials
from .beside import reads_file
from .clashes import Compared, Prepared, compare, prepare
from .content import AxisView, CriterionView, QuestionView
from .evidence import reads_evidence, with_evidence
from .history import VersionRead, history
from .horizon import HorizonLine, HorizonPage, horizon_page
from .nous import Agreed, NousPage, Spoken, mark_of, nous_agreed, nous_page
from .objectives import ObjectiveLine, ObjectivePage, ObjectivesPage, objective_page, objectives_page
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
from .paper import PaperPage, paper_page
from .presence import Fresh, Now, axis_now
from .priorities import priorities_of, with_first
from .reader import Reader, Standing, read_as
from .rounds import RoundState, round_state
from .talk import Talk, named_in, people_to_name, talk_about
from .texts import Placement, Text
from .together import TogetherPage, agreed_levels, structures_of, together_page, together_row
from .whole import Logbook, logbook_for
from .writing import Field, field_of, kept

__all__ = [
    "Agreed",
    "AlignmentPage",
    "AnswerFragment",
    "AxisPage",
    "AxisView",
    "Compared",
    "CriterionView",
    "Field",
    "Fresh",
    "HorizonLine",
    "HorizonPage",
    "Logbook",
    "NousPage",
    "Now",
    "ObjectiveLine",
    "ObjectivePage",
    "ObjectivesPage",
    "Overview",
    "PaperPage",
    "Placement",
    "Prepared",
    "QuestionView",
    "Reader",
    "RoundState",
    "ScoreFragment",
    "Spoken",
    "Standing",
    "Talk",
    "Text",
    "TogetherPage",
    "VersionRead",
    "agreed_levels",
    "alignment_page",
    "answer_fragment",
    "axis_now",
    "axis_page",
    "compare",
    "field_of",
    "history",
    "horizon_page",
    "initials",
    "kept",
    "logbook_for",
    "mark_of",
    "named_in",
    "nous_agreed",
    "nous_page",
    "objective_page",
    "objectives_page",
    "overview",
    "paper_page",
    "people_to_name",
    "prepare",
    "priorities_of",
    "read_as",
    "reads_evidence",
    "reads_file",
    "round_state",
    "score_fragment",
    "structures_of",
    "talk_about",
    "together_page",
    "together_row",
    "with_evidence",
    "with_first",
]
