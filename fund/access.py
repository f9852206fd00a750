"""Who may read the money, ask for it, decide on it and follow a mission: by ties, never by the clock."""

from typing import Any

from core.gate import right
from projects.access import is_member_now, is_team_of
from projects.models import Project

from .models import FundRequest, Paper


@right
def can_list_funds(user: Any) -> bool:
    """The page of all funds is the team's; it holds the projects that the person follows."""
    return bool(user.is_team)


@right
def can_export_accounts(user: Any, project: Project) -> bool:
    """Accounts and receipts hold bank details: the team's."""
    return is_team_of(user, project.cohort)


@right
def can_ask_fund(user: Any, project: Project) -> bool:
    """Whoever carries the project today, and the team in its name."""
    return is_member_now(user, project) or is_team_of(user, project.cohort)


@right
def can_write_request(user: Any, request: FundRequest) -> bool:
    return can_ask_fund(user, request.project)


@right
def can_answer_request(user: Any, request: FundRequest) -> bool:
    """Each member structure, by one of its own people."""
    return is_member_now(user, request.project)


@right
def can_decide_request(user: Any, request: FundRequest) -> bool:
    """The team; never who made or sent the request, nor who carries the project."""
    concerned = user.pk in {request.created_by_id, request.requested_by_id} or is_member_now(user, request.project)
    return is_team_of(user, request.project.cohort) and not concerned


@right
def can_follow_request(user: Any, request: FundRequest) -> bool:
    """From the approval to the payment: the team."""
    return is_team_of(user, request.project.cohort)


@right
def can_remove_paper(user: Any, paper: Paper) -> bool:
    return can_write_request(user, paper.request)
