"""Changing a plan by hand: a meeting moved, added, taken out or locked. Each change is the next version."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.dates import format_clock
from core.errors import Refused
from funding_day import plan_checker
from funding_day.enums import Origin
from funding_day.models import Cell, FundingDay, Plan
from funding_day.morning import Morning, meeting_of
from funding_day.planner import Meeting
from funding_day.queries import said_meeting, why_not

from .planning import carried, newest, seats, standing, store
from .registering import locked


@transaction.atomic
def move_meeting(*, actor: Any, day: FundingDay, seen: int, cell: Cell, to: int) -> Plan:
    """Moves a meeting to another round; when its funder has one there already, the two change places. Refuses in words
    everything that would break the plan."""
    one = meeting_of(cell)
    wanted = Meeting(to, one.funder, one.bearer)
    plan, asked, cells = _opened(day, seen)
    _check_there(asked, cells, one)
    if to == one.round:
        return plan
    others = set(cells) - {one}
    swapped = next((other for other in others if other.funder == one.funder and other.round == to), None)
    back = None
    if swapped is not None:
        if cells[swapped].locked:
            raise Refused(_("The meeting there is locked: %(meeting)s.") % {"meeting": said_meeting(asked, swapped)})
        others -= {swapped}
        back = Meeting(one.round, swapped.funder, swapped.bearer)
        _refuse(why_not(asked, others | {wanted}, back))
    _refuse(why_not(asked, others | ({back} if back else set()), wanted))
    hour = format_clock(asked.rounds[to].starts_at)
    note = _("%(meeting)s moved to %(hour)s") % {"meeting": said_meeting(asked, one), "hour": hour}
    return _kept(actor, plan, asked, cells, others | {wanted} | ({back} if back else set()), note)


@transaction.atomic
def add_meeting(*, actor: Any, day: FundingDay, seen: int, funder: Any, bearer: Any, to: int) -> Plan:
    """Adds a meeting by hand."""
    wanted = Meeting(to, funder.key, bearer.key)
    plan, asked, cells = _opened(day, seen)
    _refuse(why_not(asked, set(cells), wanted))
    note = _("%(meeting)s added") % {"meeting": said_meeting(asked, wanted)}
    return _kept(actor, plan, asked, cells, set(cells) | {wanted}, note)


@transaction.atomic
def take_out(*, actor: Any, day: FundingDay, seen: int, cell: Cell) -> Plan:
    """Takes a meeting out of the plan."""
    one = meeting_of(cell)
    plan, asked, cells = _opened(day, seen)
    _check_there(asked, cells, one)
    note = _("%(meeting)s taken out") % {"meeting": said_meeting(asked, one)}
    return _kept(actor, plan, asked, cells, set(cells) - {one}, note)


@transaction.atomic
def lock_meeting(*, actor: Any, day: FundingDay, seen: int, cell: Cell, lock: bool) -> Plan:
    """Locks a meeting, which every later computation then keeps where it is; or unlocks it."""
    one = meeting_of(cell)
    plan, asked, cells = _opened(day, seen)
    if one not in cells:
        raise Refused(_("This meeting is not in the plan any more."))
    held = {meeting for meeting, row in cells.items() if row.locked}
    held = held | {one} if lock else held - {one}
    words = _("%(meeting)s locked") if lock else _("%(meeting)s unlocked")
    note = words % {"meeting": said_meeting(asked, one)}
    return _kept(actor, plan, asked, cells, set(cells), note, held=held, origin=Origin.LOCKED)


def _opened(day: FundingDay, seen: int) -> tuple[Plan, Morning, dict[Meeting, Cell]]:
    """The last version on a locked morning, if it is the one that the person saw."""
    plan = newest(locked(day), seen)
    asked, cells = standing(plan)
    return plan, asked, cells


def _check_there(asked: Morning, cells: dict[Meeting, Cell], one: Meeting) -> None:
    if one not in cells:
        raise Refused(_("This meeting is not in the plan any more."))
    if cells[one].locked:
        raise Refused(_("%(meeting)s is locked: unlock it first.") % {"meeting": said_meeting(asked, one)})


def _refuse(why: str) -> None:
    if why:
        raise Refused(why)


def _kept(
    actor: Any,
    plan: Plan,
    asked: Morning,
    cells: dict[Meeting, Cell],
    meetings: Collection[Meeting],
    note: str,
    *,
    held: Collection[Meeting] | None = None,
    origin: Origin = Origin.BY_HAND,
) -> Plan:
    """Stores the next version. What was wrong before, since somebody withdrew, say, stays wrong in silence; a minimum
    that the change would break is told."""
    still = {
        one
        for one in meetings
        if one.funder in asked.funder and one.bearer in asked.bearer and one.pair in asked.problem.worth
    }
    locked_now = {one for one, row in cells.items() if row.locked} if held is None else set(held)
    known = _broken(asked, {one for one in cells if one in still or one.pair in asked.problem.worth}, cells)
    places = seats(asked, still, cells)
    found = carried(plan, asked, still)
    short = _minima(asked, still) - _minima(asked, set(cells))
    if short:
        raise Refused(
            _("%(who)s would have fewer meetings than the minimum: change the minimum first, or another meeting.")
            % {"who": ", ".join(sorted(short))}
        )
    return store(
        actor=actor, day=plan.day, asked=asked, found=found, places=places, origin=origin, note=note[:200],
        held=locked_now & still, known=known,
    )  # fmt: skip


def _broken(asked: Morning, meetings: Collection[Meeting], cells: dict[Meeting, Cell]) -> list[str]:
    rows = [(one.round, cells[one].table, one.funder, one.bearer) for one in meetings]
    value = sum(asked.problem.worth.get(one.pair, 0) for one in meetings)
    return plan_checker.broken(asked.rules(), rows, value)


def _minima(asked: Morning, meetings: Collection[Meeting]) -> set[str]:
    """Who has fewer meetings than their minimum."""
    names = {**asked.funder, **asked.bearer}
    return {
        str(names[guest.key])
        for guest in (*asked.problem.funders, *asked.problem.bearers)
        if sum(guest.key in one.pair for one in meetings) < guest.least
    }
