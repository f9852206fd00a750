"""Who may do what at the funders' morning."""

from typing import Any

from core.gate import right
from projects.access import is_team_of

from .models import FundingDay


@right
def can_register_funder(user: Any, day: FundingDay) -> bool:
    return is_team_of(user, day.cohort)


@right
def can_read_contacts(user: Any, day: FundingDay) -> bool:
    """Persons and e-mail addresses are the team's; members read organisations and kinds."""
    return is_team_of(user, day.cohort)
