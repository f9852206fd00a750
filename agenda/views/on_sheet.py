"""What the sheet of a session shows beside the session itself."""

from typing import Any

from django.http import HttpRequest

from agenda import queries
from agenda.access import can_write_note
from agenda.models import Session
from projects.queries import actions_from


def meeting_on_sheet(request: HttpRequest, row: Session) -> dict[str, Any]:
    """Its subjects, its write-up and its actions, as this reader may know them."""
    return {
        "points": queries.points(row),
        "write_up": queries.write_up(request.user, row),
        "actions": actions_from(request.user, row),
        "may_write": row.is_dated and not row.is_cancelled and can_write_note(request.user, row),
    }
