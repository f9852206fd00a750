"""What the sheet of a session shows beside the session itself."""

from typing import Any

from django.http import HttpRequest

from agenda import queries
from agenda.access import can_change_session, can_write_note
from agenda.forms import TimeForm
from agenda.models import Session
from projects.queries import actions_from


def time_form(request: HttpRequest, row: Session) -> TimeForm | None:
    """What the time of the session is for, for the team of a session that takes place."""
    if not row.is_dated or row.is_cancelled or not can_change_session(request.user, row):
        return None
    return TimeForm(length=queries.length_of(row), told=queries.time_told(row))


def meeting_on_sheet(request: HttpRequest, row: Session) -> dict[str, Any]:
    """Its subjects, its write-up and its actions, as this reader may know them."""
    return {
        "points": queries.points(row),
        "write_up": queries.write_up(request.user, row),
        "actions": actions_from(request.user, row),
        "time_form": time_form(request, row),
        "may_write": row.is_dated and not row.is_cancelled and can_write_note(request.user, row),
    }
