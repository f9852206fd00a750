"""Preparing a session: what it could talk about, proposed from what the apps below know (B40).

Composed on the roof, because criteria are the logbook's and the session is the agenda's, which do not know each other.
Why a subject is proposed is told to the team alone; on the list of the session it is a sentence without a figure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from agenda.models import Session
from agenda.queries import points, points_mark, projects_of
from cohorts.models import Axis
from core.dates import format_day
from core.templatetags.house import number
from logbook.figures import Standing, weakest_criteria
from projects.models import Action, Project, Structure
from projects.queries import open_actions, stale_capacities, stale_stakes

STALE = timedelta(weeks=13)  # said at the start, midway and at the end of nine months
ACTIONS, CRITERIA = 5, 3  # of each project, the most pressing and the lowest
EMPTY_LINES = 3


@dataclass(frozen=True)
class Proposal:
    """Something to talk about, and why."""

    text: str
    axis: Axis | None
    why: str
    icon: str


@dataclass(frozen=True)
class Preparation:
    """The page: the list as it stands and what could be added to it, as lines of one form."""

    session: Session
    rows: list[dict[str, Any]]
    proposals: list[Proposal]
    kept: int
    mark: int


def prepare(session: Session, day: date) -> Preparation:
    """The list of a session, then what is proposed and is not on it yet, then empty lines. The proposals come ticked
    as long as the list is empty: one click takes them all."""
    kept = points(session)
    known = {point.text for point in kept}
    proposed = [one for one in proposals(projects_of(session), day, session.structure) if one.text not in known]
    rows = [
        {"taken": True, "place": place, "text": point.text, "axis": point.axis_id, "minutes": point.minutes}
        for place, point in enumerate(kept, start=1)
    ]
    for place, one in enumerate(proposed, start=len(rows) + 1):
        rows.append({"taken": not kept, "place": place, "text": one.text, "axis": one.axis.pk if one.axis else ""})
    rows += [{"taken": True} for _line in range(EMPTY_LINES)]
    return Preparation(session, rows, proposed, len(kept), points_mark(kept))


def proposals(projects: Sequence[Project], day: date, alone: Structure | None = None) -> list[Proposal]:
    """What is late or to be done, the criteria on which the cooperation stands lowest, stakes to be said again. For a
    structure met `alone`, its own actions and stakes."""
    actions = open_actions(projects, ACTIONS, alone)
    standings = weakest_criteria(projects, CRITERIA)
    stale = stale_stakes(projects, day, STALE)
    capacities = stale_capacities(projects, day, STALE) if alone else {}
    found: list[Proposal] = []
    for project in projects:
        about = f" ({project.name})" if len(projects) > 1 else ""
        found += [from_action(action, about, day) for action in actions.get(project.pk, [])]
        found += [from_criterion(standing, about) for standing in standings.get(project.pk, [])]
        due = [(one, last) for one, last in stale.get(project.pk, []) if alone is None or one.pk == alone.pk]
        found += [from_stakes(structure, last, about, day) for structure, last in due]
        old = capacities.get(project.pk, []) if alone else []
        found += [from_capacity(one, last, day) for one, last in old if alone and one.pk == alone.pk]
    return found


def from_action(action: Action, about: str, day: date) -> Proposal:
    text = _("Where it stands: %(action)s") % {"action": action.text}
    told = {"owner": action.owner, "day": format_day(action.due_on, "short") if action.due_on else ""}
    if action.is_late_on(day):
        why = _("%(owner)s, late since %(day)s") % told
    else:
        why = _("%(owner)s, by %(day)s") % told if action.due_on else str(action.owner)
    return Proposal(f"{text}{about}"[:200], None, why, "bi-check2-square")


def from_criterion(standing: Standing, about: str) -> Proposal:
    why = _("%(mean)s on average in the round “%(round)s”, from %(lowest)d to %(highest)d") % {
        "mean": number(standing.mean, 1),
        "round": standing.round.get_kind_display(),
        "lowest": standing.lowest,
        "highest": standing.highest,
    }
    return Proposal(f"{standing.criterion.title}{about}"[:200], standing.criterion.axis, why, "bi-ui-radios")


def from_stakes(structure: Structure, last: date | None, about: str, day: date) -> Proposal:
    text = _("Say again what %(structure)s seeks") % {"structure": structure.name}
    why = _("never said yet")
    if last is not None:
        told = {"day": format_day(last, "short"), "n": (day - last).days // 7}
        why = _("said on %(day)s, %(n)d weeks ago") % told
    return Proposal(f"{text}{about}"[:200], None, why, "bi-bullseye")


def from_capacity(structure: Structure, last: date | None, day: date) -> Proposal:
    why = _("never said yet")
    if last is not None:
        told = {"day": format_day(last, "short"), "n": (day - last).days // 7}
        why = _("said on %(day)s, %(n)d weeks ago") % told
    return Proposal(_("Say what %(structure)s can give") % {"structure": structure.name}, None, why, "bi-battery-half")
