"""Who may read the money. Nobody's form spends it yet; the actions are called by the team's own commands."""

from typing import Any

from core.gate import right


@right
def can_list_funds(user: Any) -> bool:
    """The page of all funds is the team's; it holds the projects that the person follows."""
    return bool(user.is_team)
