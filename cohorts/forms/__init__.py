"""Forms about editions, their content and experts."""

from .content import AxisSheet, ChooseContentForm, ConfirmImportForm, DraftSheet, ImportForm, PublishForm, Row
from .editions import AmountField, ChangeCohortForm, NewCohortForm, day
from .experts import ChangeExpertForm, ExpertForm
from .resources import ChangeResourceForm, ResourceForm
from .rounds import ChangeRoundForm, NewRoundForm, ReopenRoundForm

__all__ = [
    "AmountField",
    "AxisSheet",
    "ChangeCohortForm",
    "ChangeExpertForm",
    "ChangeResourceForm",
    "ChangeRoundForm",
    "ChooseContentForm",
    "ConfirmImportForm",
    "DraftSheet",
    "ExpertForm",
    "ImportForm",
    "NewCohortForm",
    "NewRoundForm",
    "PublishForm",
    "ReopenRoundForm",
    "ResourceForm",
    "Row",
    "day",
]
