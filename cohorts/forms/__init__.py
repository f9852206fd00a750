"""Forms about editions and experts."""

from .editions import AmountField, ChangeCohortForm, CloneCohortForm, NewCohortForm, day
from .experts import ChangeExpertForm, ExpertForm
from .rounds import ChangeRoundForm, NewRoundForm, ReopenRoundForm

__all__ = [
    "AmountField",
    "ChangeCohortForm",
    "ChangeExpertForm",
    "ChangeRoundForm",
    "CloneCohortForm",
    "ExpertForm",
    "NewCohortForm",
    "NewRoundForm",
    "ReopenRoundForm",
    "day",
]
