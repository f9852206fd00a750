"""Who came, as shares that keep their two numbers. The only place where a rate of attendance is made.

Every rate counts lines of people who were invited; who walked in counts in none. What an addendum says of a line of a
sealed sheet stands in the place of what the sheet said. Came: present, late or left early. Excused is not came.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from agenda.enums import CAME
from agenda.models import Addendum, Attendance, AttendanceQuerySet, Session, WalkIn
from cohorts.enums import SessionForm
from cohorts.models import Cohort
from projects.models import Project, Structure

from .sessions import held

COLLECTIVE = (SessionForm.WORKSHOP, SessionForm.SEMINAR)


@dataclass(frozen=True)
class Rate:
    """A share that keeps its two numbers; nothing to count is no rate, and not zero."""

    came: int
    expected: int

    @property
    def ratio(self) -> float | None:
        return self.came / self.expected if self.expected else None


@dataclass(frozen=True)
class Represented:
    """Whether every structure had somebody in the room: those expected, and those of which nobody came."""

    expected: tuple[Structure, ...] = ()
    missing: tuple[Structure, ...] = ()

    @property
    def came(self) -> int:
        return len(self.expected) - len(self.missing)

    @property
    def all_came(self) -> bool:
        return bool(self.expected) and not self.missing


_NOTHING = Rate(0, 0)


_CAME_OF_EXPECTED = {"came": Count("pk", filter=Q(told__in=CAME)), "expected": Count("pk")}


def told() -> Coalesce:
    """What is known today of a line's presence: what its last addendum says, else the line itself."""
    corrected = Addendum.objects.filter(line=OuterRef("pk")).exclude(presence="").order_by("-written_at", "-pk")
    return Coalesce(Subquery(corrected.values("presence")[:1]), F("presence"))


def attendance_rate(cohort: Cohort, day: date, forms: Sequence[SessionForm] = COLLECTIVE) -> Rate:
    """The share of invited people who came to the cohort's collective sessions held on a day (see `held`).

    Expected: every line of those sessions, so that an excused person counts as one who did not come, and so does a line
    still « expected » on a sheet that has been begun. A session of whose sheet no line says yet that somebody came or
    was absent is left out: it is not known, which is not 0 %. Cancelled sessions and drafts never count. `forms` asks
    the same of other kinds of session, meetings for one.
    """
    counts = _lines(day, forms).filter(session__cohort=cohort).aggregate(**_CAME_OF_EXPECTED)
    return Rate(counts["came"], counts["expected"])


def attendance_by_project(
    projects: Iterable[Project], day: date, forms: Sequence[SessionForm] = COLLECTIVE
) -> dict[int, Rate]:
    """`attendance_rate` of each project's own people, in one query, by project key."""
    keys = [project.pk for project in projects]
    lines = _lines(day, forms).filter(participant__membership__project__in=keys)
    return dict.fromkeys(keys, _NOTHING) | _grouped(lines, "participant__membership__project")


def attendance_by_structure(
    projects: Iterable[Project], day: date, forms: Sequence[SessionForm] = COLLECTIVE
) -> dict[tuple[int, int], Rate]:
    """`attendance_rate` of the people of these projects by the structure they stood for on the day of each session, by
    the keys of project and structure, in one query; a structure that was expected nowhere is not in it."""
    return _of_projects(projects, day, forms, "structure")


def attendance_by_person(
    projects: Iterable[Project], day: date, forms: Sequence[SessionForm] = COLLECTIVE
) -> dict[tuple[int, int], Rate]:
    """`attendance_rate` of each person of these projects, for whatever structure they came, by the keys of project and
    account, in one query."""
    return _of_projects(projects, day, forms, "participant__user")


def _of_projects(
    projects: Iterable[Project], day: date, forms: Sequence[SessionForm], by: str
) -> dict[tuple[int, int], Rate]:
    project = "participant__membership__project"
    lines = _lines(day, forms).filter(**{f"{project}__in": [row.pk for row in projects]})
    counted = lines.values(project, by).annotate(**_CAME_OF_EXPECTED).values_list(project, by, "came", "expected")
    return {(of, key): Rate(came, expected) for of, key, came, expected in counted}


def _grouped(lines: AttendanceQuerySet, by: str) -> dict[int, Rate]:
    counted = lines.values(by).annotate(**_CAME_OF_EXPECTED).values_list(by, "came", "expected")
    return {key: Rate(came, expected) for key, came, expected in counted}


def _lines(day: date, forms: Sequence[SessionForm]) -> AttendanceQuerySet:
    sessions = Session.objects.filter(held(day), Exists(_begun("pk")), form__in=forms)
    return Attendance.objects.filter(session__in=sessions).order_by().annotate(told=told())


def _begun(session: str) -> AttendanceQuerySet:
    """Inside a subquery: lines of the outer row's session that say that somebody came or was absent."""
    return Attendance.objects.taken().filter(session=OuterRef(session))


def presence(session: Session) -> Rate:
    """Who came to one session among everybody on its list; nothing to count as long as no line says that somebody came
    or was absent."""
    return presence_by_session([session])[session.pk]


def presence_by_session(sessions: Iterable[Session], project: Project | None = None) -> dict[int, Rate]:
    """`presence` of several sessions in one query, by session key; of the people of one `project` when given."""
    keys = [session.pk for session in sessions]
    lines = _of_sessions(keys, project).order_by()
    return dict.fromkeys(keys, _NOTHING) | _grouped(lines, "session")


def _of_sessions(keys: Sequence[int], project: Project | None) -> Any:
    """The lines of sheets that are begun, of everybody or of the people of one project."""
    lines = Attendance.objects.filter(Exists(_begun("session")), session__in=keys).annotate(told=told())
    return lines if project is None else lines.filter(participant__membership__project=project)


def represented(session: Session) -> Represented:
    """Whether all structures were represented at a session: see `represented_by_session`."""
    return represented_by_session([session])[session.pk]


def represented_by_session(sessions: Iterable[Session], project: Project | None = None) -> dict[int, Represented]:
    """By session key, the structures whose people were on the list, and those of which nobody came; in two queries.

    Expected: the structures in which the people of the list take part. Represented: those that somebody who came stood
    for that day, who walked in included. Nothing is said of a session whose sheet is not begun (see `presence`).
    """
    keys = [session.pk for session in sessions]
    lines = _of_sessions(keys, project)
    own = "participant__membership__structure"
    expected: dict[int, dict[int, Structure]] = {key: {} for key in keys}
    there: dict[int, set[int]] = {key: set() for key in keys}
    for line in lines.select_related(own).order_by(f"{own}__name", "pk"):
        structure = line.participant.membership.structure
        expected[line.session_id][structure.pk] = structure
        if line.told in CAME:
            there[line.session_id].add(line.structure_id)
    walked_in = WalkIn.objects.filter(session__in=keys, structure__isnull=False).order_by()
    for session, structure_key in walked_in.values_list("session", "structure"):
        there[session].add(structure_key)
    return {
        key: Represented(
            tuple(expected[key].values()),
            tuple(row for row in expected[key].values() if row.pk not in there[key]),
        )
        for key in keys
    }
