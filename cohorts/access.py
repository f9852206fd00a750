"""Who may open, change and read an edition. A person's ties are asked once a request and remembered on the user."""

from typing import Any

from core.gate import right

from .models import Cohort, Facilitation, Round


def facilitated_cohorts(user: Any) -> frozenset[int]:
    """The editions that the person facilitates, as keys."""
    if not user.is_authenticated:
        return frozenset()
    if "facilitated" not in user.ties:
        user.ties["facilitated"] = frozenset(Facilitation.objects.filter(user=user).values_list("cohort", flat=True))
    return user.ties["facilitated"]  # type: ignore[no-any-return]


def is_team_of(user: Any, cohort: Cohort) -> bool:
    """Administrators, and the facilitators of this very edition."""
    if not user.is_authenticated:
        return False
    return user.is_administrator or cohort.pk in facilitated_cohorts(user)


@right
def can_open_cohort(user: Any) -> bool:
    return bool(user.is_administrator)


@right
def can_change_cohort(user: Any, cohort: Cohort) -> bool:
    return is_team_of(user, cohort)


@right
def can_clone_cohort(user: Any, cohort: Cohort) -> bool:
    """Copying opens an edition and reads its source: it asks for both rights."""
    return can_open_cohort(user) and can_change_cohort(user, cohort)


@right
def can_manage_experts(user: Any, *expert: Any) -> bool:
    return bool(user.is_team)


@right
def can_write_content(user: Any, *version: Any) -> bool:
    """The content is the team's work, whichever edition takes it."""
    return bool(user.is_team)


@right
def can_choose_content(user: Any, cohort: Cohort) -> bool:
    """Which version an edition uses is said by its own team."""
    return is_team_of(user, cohort)


@right
def can_manage_resources(user: Any, *resource: Any) -> bool:
    """The library is the team's work, for every edition."""
    return bool(user.is_team)


@right
def can_set_rounds(user: Any, cohort: Cohort) -> bool:
    """When structures place themselves: the team of the edition says."""
    return is_team_of(user, cohort)


@right
def can_change_round(user: Any, round_: Round) -> bool:
    return is_team_of(user, round_.cohort)
