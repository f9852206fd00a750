"""Forms about editions and experts."""

from .editions import AmountField, ChangeCohortForm, CloneCohortForm, NewCohortForm, day
from .experts import ChangeExpertForm, ExpertForm

__all__ = [
    "AmountField",
    "ChangeCohortForm",
    "ChangeExpertForm",
    "CloneCohortForm",
    "ExpertForm",
    "NewCohortForm",
    "day",
]
