"""Who may do what at the funders' morning."""

from typing import Any

from core.gate import right
from projects.access import is_member_now, is_team_of

from .models import Bearer, FundingDay, Guest


@right
def can_open_morning(user: Any) -> bool:
    """The team; the form offers the editions that the person is of the team of."""
    return bool(user.is_team)


@right
def can_register_funder(user: Any, day: FundingDay) -> bool:
    return is_team_of(user, day.cohort)


@right
def can_run_morning(user: Any, day: FundingDay, *_more: Any) -> bool:
    """Settings, wishes of everybody, the plan, the desk and what came of it: the team's affair."""
    return is_team_of(user, day.cohort)


@right
def can_read_contacts(user: Any, day: FundingDay) -> bool:
    """Persons and e-mail addresses are the team's; members read organisations and kinds."""
    return is_team_of(user, day.cohort)


@right
def can_run_guest(user: Any, guest: Guest) -> bool:
    """Links, withdrawals and what is said on somebody's behalf."""
    return is_team_of(user, guest.day.cohort)


@right
def can_speak_for(user: Any, guest: Guest) -> bool:
    """The team on behalf of anybody; for a project of the cohort, whoever takes part in it today."""
    if is_team_of(user, guest.day.cohort):
        return True
    return isinstance(guest, Bearer) and guest.project is not None and is_member_now(user, guest.project)
