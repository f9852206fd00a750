"""The hours spent together: what they were for, and who has spent them with whom. From attendance alone."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import combinations

from django.db.models import Q
from django.db.models.functions import TruncDate

from agenda.enums import CAME, Purpose, SessionState
from agenda.models import Attendance, AttendanceQuerySet, Session, TimeTag
from core.dates import PARIS, paris_day
from projects.models import Membership, Project

from .attendance import told
from .sessions import held

HOUR = Decimal(60)


@dataclass(frozen=True)
class Spent:
    """A session that at least one person of the project attended: its day, its minutes, and who was there."""

    session: int
    day: date
    minutes: int
    is_meeting: bool
    structures: frozenset[int]
    people: frozenset[int]


@dataclass(frozen=True)
class Presence:
    """That somebody attended a session for a structure: its day, and the hours of the session."""

    structure: int
    day: date
    hours: Decimal
    is_meeting: bool


@dataclass(frozen=True)
class MonthHours:
    """The hours of one month by purpose; `untold` is time without a tag."""

    month: date
    hours: dict[str, Decimal]
    untold: Decimal

    @property
    def total(self) -> Decimal:
        return sum(self.hours.values(), self.untold)


@dataclass(frozen=True)
class Pair:
    """Two structures (or two people) and the hours for which both were in the same session."""

    one: str
    other: str
    hours: Decimal


@dataclass(frozen=True)
class PairGrid:
    """Who has spent time with whom. `hours` is symmetric and has nothing on its diagonal."""

    names: list[str]
    hours: dict[tuple[int, int], Decimal]

    @property
    def pairs(self) -> list[Pair]:
        """Each pair once, those that have met least first."""
        found = [
            Pair(self.names[one], self.names[other], self.hours.get((one, other), Decimal(0)))
            for one, other in combinations(range(len(self.names)), 2)
        ]
        return sorted(found, key=lambda pair: (pair.hours, pair.one, pair.other))

    @property
    def rows(self) -> list[tuple[str, list[Decimal | None]]]:
        """Each name with its hours with every other, None with itself."""
        places = range(len(self.names))
        return [
            (name, [None if one == other else self.hours.get((one, other), Decimal(0)) for other in places])
            for one, name in enumerate(self.names)
        ]

    @property
    def apart(self) -> list[Pair]:
        """The pairs that have never been in the same session."""
        return [pair for pair in self.pairs if not pair.hours]


@dataclass(frozen=True)
class Nudge:
    """Production is in the calendar and mutual knowledge is not there yet: the hours that miss, the pairs apart."""

    hours: Decimal
    apart: list[Pair]


def spent(projects: Sequence[Project], day: date) -> dict[int, list[Spent]]:
    """The sessions held by a day that people of each project attended (present, late or left early), by project key and
    in their order. A session counts with its planned length, once, however many came; cancelled sessions, no-shows and
    sessions of whose sheet nothing says who came do not count; what an addendum says goes before the sheet. One query."""
    lines = _came(projects, day)
    names = ("session", "session__starts_at", "session__ends_at", "session__project", "structure",
             "participant__user", "participant__membership__project")  # fmt: skip
    groups: dict[int, dict[int, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
    facts: dict[int, tuple[date, int, bool]] = {}
    for key, starts, ends, own, structure, person, project in lines.order_by("session__starts_at", "pk").values_list(
        *names
    ):
        facts[key] = (paris_day(starts), int((ends - starts).total_seconds() // 60), own is not None)
        groups[project][key].append((structure, person))
    return {
        project.pk: [
            Spent(key, *facts[key], frozenset(one for one, _p in who), frozenset(person for _s, person in who))
            for key, who in groups[project.pk].items()
        ]
        for project in projects
    }


def presences(projects: Sequence[Project], day: date) -> dict[int, list[Presence]]:
    """Every line of a session held by a day on which somebody of each project came (present, late or left early; an
    addendum goes before the sheet), by project key: the hours of a session count once for each person who came, for the
    structure they stood for that day. After its last day in the project a structure's lines count no more. One query."""
    lines = _came(projects, day).filter(
        Q(participant__membership__left_on__isnull=True)
        | Q(participant__membership__left_on__gte=TruncDate("session__starts_at", tzinfo=PARIS))
    )
    names = ("participant__membership__project", "structure", "session__starts_at", "session__ends_at",
             "session__project")  # fmt: skip
    found: dict[int, list[Presence]] = {project.pk: [] for project in projects}
    for project, structure, starts, ends, own in lines.order_by("session__starts_at", "pk").values_list(*names):
        length = Decimal(int((ends - starts).total_seconds() // 60)) / HOUR
        found[project].append(Presence(structure, paris_day(starts), length, own is not None))
    return found


def _came(projects: Sequence[Project], day: date) -> AttendanceQuerySet:
    return (
        Attendance.objects.annotate(told=told())
        .filter(
            told__in=CAME,
            session__in=Session.objects.filter(held(day)),
            participant__membership__project__in=[project.pk for project in projects],
        )
        .order_by()
    )


def hours(rows: Sequence[Spent]) -> Decimal:
    """The hours of these sessions together."""
    return Decimal(sum(row.minutes for row in rows)) / HOUR


def tags_of(sessions: Iterable[int]) -> dict[int, dict[str, int]]:
    """The minutes said to be for something, by session and purpose. One query."""
    tags: dict[int, dict[str, int]] = defaultdict(dict)
    for key, purpose, minutes in TimeTag.objects.filter(session__in=set(sessions)).values_list(
        "session", "purpose", "minutes"
    ):
        tags[key][purpose] = minutes
    return tags


def told_hours(row: Spent, tags: Mapping[str, int]) -> dict[str, Decimal]:
    """The hours of one session by purpose. Where the tags of a session that was shortened pass its length, each gives
    way in proportion."""
    tagged = sum(tags.values())
    share = Decimal(row.minutes) / tagged if tagged > row.minutes else Decimal(1)
    return {purpose: minutes * share / HOUR for purpose, minutes in tags.items()}


def hours_by_purpose(rows: Sequence[Spent]) -> list[MonthHours]:
    """The hours of these sessions by month and purpose: tagged and untold together make `hours`. One query."""
    tags = tags_of(row.session for row in rows)
    months: dict[date, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    untold: dict[date, Decimal] = defaultdict(Decimal)
    for row in rows:
        month = row.day.replace(day=1)
        told_now = told_hours(row, tags.get(row.session, {}))
        for purpose, spent_now in told_now.items():
            months[month][purpose] += spent_now
        untold[month] += Decimal(row.minutes) / HOUR - sum(told_now.values(), Decimal(0))
    return [MonthHours(month, dict(months[month]), untold[month]) for month in sorted(untold)]


def pair_grid(rows: Sequence[Spent], names: dict[int, str], *, people: bool = False) -> PairGrid:
    """For each pair of structures (or of people), the hours of the sessions in which both had somebody (or were).
    `names` says whom the grid shows, by key; the others are left out."""
    keys = sorted(names, key=lambda key: (names[key], key))
    place = {key: number for number, key in enumerate(keys)}
    found: dict[tuple[int, int], Decimal] = defaultdict(Decimal)
    for row in rows:
        here = sorted(place[key] for key in (row.people if people else row.structures) if key in place)
        for one, other in combinations(here, 2):
            found[one, other] += Decimal(row.minutes) / HOUR
            found[other, one] = found[one, other]
    return PairGrid([names[key] for key in keys], dict(found))


def nudges(projects: Sequence[Project], day: date) -> dict[int, Nudge]:
    """By project, while production stands in the calendar, held or planned, and its structures of that day have not
    spent the hours of mutual knowledge that the edition asks for, or not every pair of them has met: what misses.
    Nothing once both are there. Attendance alone counts. Four queries however many projects."""
    rows = spent(projects, day)
    tags = tags_of(one.session for of_project in rows.values() for one in of_project)
    producing = TimeTag.objects.filter(purpose=Purpose.PRODUCTION, minutes__gt=0).exclude(
        session__state=SessionState.CANCELLED
    )
    places = {
        (cohort, project) for cohort, project in producing.order_by().values_list("session__cohort", "session__project")
    }
    names: dict[int, dict[int, str]] = defaultdict(dict)
    members = Membership.objects.filter(project__in=[project.pk for project in projects]).active_on(day)
    for key, structure, name in members.order_by("pk").values_list("project", "structure", "structure__name"):
        names[key][structure] = name
    found = {}
    for project in projects:
        if places.isdisjoint({(project.cohort_id, None), (project.cohort_id, project.pk)}):
            continue
        told_now = (told_hours(row, tags.get(row.session, {})) for row in rows[project.pk])
        known = sum((one.get(Purpose.ACQUAINTANCE, Decimal(0)) for one in told_now), Decimal(0))
        missing = max(project.cohort.acquaintance_hours - known, Decimal(0))
        apart = pair_grid(rows[project.pk], names[project.pk]).apart
        if missing or apart:
            found[project.pk] = Nudge(missing, apart)
    return found
