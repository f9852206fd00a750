"""What people type about a morning."""

from .plan import AddForm, ChangeForm
from .registering import BearerFacts, Doorkeeper, FunderFacts, People, TeamBearerForm, TeamFunderForm
from .settings import OpenForm, SettingsForm
from .wishes import WishesForm

__all__ = [
    "AddForm",
    "BearerFacts",
    "ChangeForm",
    "Doorkeeper",
    "FunderFacts",
    "OpenForm",
    "People",
    "SettingsForm",
    "TeamBearerForm",
    "TeamFunderForm",
    "WishesForm",
]
