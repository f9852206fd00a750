"""The page of a session, composed for its reader: a member reads it whole, the team part by part."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy, pgettext_lazy

from agenda import figures, queries
from agenda.access import can_acknowledge_note, can_answer_session, can_change_session, can_write_note
from agenda.forms import TimeForm
from agenda.models import Session
from core.gate import one
from projects.queries import actions_from

session_of = one(Session, pk="session", prepare=lambda rows: queries.with_next(queries.on_sheet(rows)))

Context = dict[str, Any]


def time_form(request: HttpRequest, row: Session) -> TimeForm | None:
    """What the time of the session is for, for the team of a session that takes place."""
    if not row.is_dated or row.is_cancelled or not can_change_session(request.user, row):
        return None
    return TimeForm(length=queries.length_of(row), told=queries.time_told(row))


def meeting_on_sheet(request: HttpRequest, row: Session) -> Context:
    """Its subjects, its write-up and its actions, as this reader may know them."""
    write_up = queries.write_up(request.user, row)
    is_shared = write_up.sharing is not None and bool(write_up.blocks)
    return {
        "points": queries.points(row),
        "write_up": write_up,
        "actions": actions_from(request.user, row),
        "time_form": time_form(request, row),
        "readings": queries.readings(request.user, row) if is_shared else None,
        "may_acknowledge": is_shared and can_acknowledge_note(request.user, row),
        "reading_form": None,
        "may_write": row.is_dated and not row.is_cancelled and can_write_note(request.user, row),
    }


def sheet_part(request: HttpRequest, row: Session) -> Context:
    return {
        "prepared": queries.preparation(row),
        "library": queries.session_resources(request.user, row, may_change=True),
        "standing": queries.standing(request.user, row),
    }


def people_part(request: HttpRequest, row: Session) -> Context:
    return {"invited": queries.invited(row), "replies": figures.replies(row), "presence": figures.presence(row)}


def attendance_part(request: HttpRequest, row: Session) -> Context:
    roll = queries.roll(row) if row.is_dated else None
    return {"roll": roll, "represented": figures.represented(row)}


def notes_part(request: HttpRequest, row: Session) -> Context:
    return {"meeting": meeting_on_sheet(request, row)}


def history_part(request: HttpRequest, row: Session) -> Context:
    return {"moves": queries.moves(row), "passed": queries.passed(request.user, row)}


# The parts of the page for the team: the word of the address, what it is called, and what it shows.
PARTS: dict[str, tuple[Any, Callable[[HttpRequest, Session], Context]]] = {
    "sheet": (pgettext_lazy("part of a session", "Plan"), sheet_part),
    "people": (pgettext_lazy("part of a session", "People"), people_part),
    "attendance": (pgettext_lazy("part of a session", "Attendance"), attendance_part),
    "notes": (gettext_lazy("Write-up and actions"), notes_part),
    "history": (pgettext_lazy("part of a session", "History"), history_part),
}


def sheet(request: HttpRequest, row: Session, part: str = "") -> Context:
    """All that the page says to this reader; `part` is the one that the team looks at."""
    context = {"may_change": can_change_session(request.user, row), **own(request, row)}
    context |= {"reminders": queries.session_reminders([row])[row.pk]}
    if not context["may_change"]:
        whole = {
            "prepared": queries.preparation(row),
            "library": queries.session_resources(request.user, row, may_change=False),
            "moves": queries.moves(row),
            **notes_part(request, row),
        }
        return {**context, **whole}
    chosen = part or request.GET.get("part", "")
    chosen = chosen if chosen in PARTS else "sheet"
    return {
        **context,
        "next": queries.next_for_team(row),
        "date_poll": queries.poll_for(row),
        "telling": queries.telling(row),
        "replied": queries.is_open(row) and figures.replies(row),
        "may_cancel": not row.is_taken and not row.is_cancelled,
        "part": chosen,
        "parts": [(word, label) for word, (label, _shown) in PARTS.items()],
        **PARTS[chosen][1](request, row),
    }


def own(request: HttpRequest, row: Session) -> Context:
    """The reader's own part: whether they may answer, what they answered, whether it is still time, what they sign."""
    turn = queries.own_turn(row, request.user)
    return {
        "session": row,
        "may_answer": row.is_dated and (turn.line is not None or can_answer_session(request.user, row)),
        "line": turn.line,
        "turn": turn,
        "is_open": queries.is_open(row),
        "refusal": None,
    }
