"""What people type about a morning."""

from .after import BearerFeedbackForm, FunderFeedbackForm, RaisedByTeamForm, RaisedForm, WordsForm
from .plan import AddForm, ChangeForm, MishapForm
from .registering import BearerFacts, Doorkeeper, FunderFacts, People, TeamBearerForm, TeamFunderForm
from .settings import OpenForm, SettingsForm
from .wishes import WishesForm

__all__ = [
    "AddForm",
    "BearerFacts",
    "BearerFeedbackForm",
    "ChangeForm",
    "Doorkeeper",
    "FunderFacts",
    "FunderFeedbackForm",
    "MishapForm",
    "OpenForm",
    "People",
    "RaisedByTeamForm",
    "RaisedForm",
    "SettingsForm",
    "TeamBearerForm",
    "TeamFunderForm",
    "WishesForm",
    "WordsForm",
]
