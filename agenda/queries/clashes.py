"""What stands in the way of a session: the same place or people at the same time, a closed door, a day off.

A proposal is held against a slice of the calendar that is read through its index, whatever the size of the rest.
"""

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

from accounts.models import User
from agenda.enums import ClashLevel, Reply, Rule
from agenda.models import Absence, Attendance, ClashRule, OpeningHours, Session, Venue
from cohorts.enums import SessionForm
from cohorts.models import Cohort, Expert
from core.dates import holiday_name, paris_day, to_paris
from core.timetable import Interval, near
from projects.models import Project, Structure
from projects.queries import peaks_on

from .sheet import concerned

USUAL = {
    Rule.VENUE: ClashLevel.BLOCK,
    Rule.FACILITATOR: ClashLevel.BLOCK,
    Rule.EXPERT: ClashLevel.BLOCK_PUBLICATION,
    Rule.PARTICIPANT: ClashLevel.WARN,
    Rule.STRUCTURE: ClashLevel.WARN,
    Rule.ABSENCE: ClashLevel.WARN,
    Rule.TRAVEL: ClashLevel.WARN,
    Rule.CAPACITY: ClashLevel.WARN,
    Rule.HOURS: ClashLevel.WARN,
    Rule.HOLIDAY: ClashLevel.WARN,
    Rule.PEAK: ClashLevel.WARN,
    Rule.OUTSIDE: ClashLevel.WARN,
}
USUAL_WAY = 30  # minutes between two places
_SEVERITY = list(ClashLevel)


@dataclass(frozen=True)
class Levels:
    """How strictly an edition takes each rule, and how long it reckons for the way between two places."""

    by_rule: Mapping[str, ClashLevel]
    minutes: int

    def __getitem__(self, rule: Rule) -> ClashLevel:
        return self.by_rule[rule]

    @property
    def way(self) -> timedelta:
        return timedelta(0) if self[Rule.TRAVEL] == ClashLevel.IGNORE else timedelta(minutes=self.minutes)


@dataclass(frozen=True)
class Proposal:
    """Hours, a place and people wanted for a session of a cohort; `session` is the key of the one that would move."""

    cohort: Cohort
    hours: Interval
    form: str = SessionForm.WORKSHOP
    project: Project | None = None
    structure: Structure | None = None
    venue: Venue | None = None
    facilitators: Sequence[User] = ()
    experts: Sequence[Expert] = ()
    session: int | None = None

    @property
    def day(self) -> date:
        return paris_day(self.hours.start)


@dataclass(frozen=True)
class Clash:
    """One thing in the way. `key` tells it from others of the same session; `facts` are what its sentence is made of,
    as JSON holds them; `other` is the session that stands there, if it is one."""

    rule: Rule
    level: ClashLevel
    key: str
    facts: dict[str, Any] = field(default_factory=dict)
    other: Session | None = None

    @property
    def blocks(self) -> bool:
        return self.level == ClashLevel.BLOCK


class _Person(NamedTuple):
    """Somebody whom the session concerns, for one structure."""

    user: int
    name: str
    structure: int
    structure_name: str


@dataclass(frozen=True)
class _Other:
    """A session that lies in the way, and what it holds of what is wanted: people and structures by their keys."""

    session: Any
    team: list[User]
    experts: list[Expert]
    users: set[int]
    structures: set[int]

    def holds(self, venue: Venue | None) -> bool:
        """Whether it holds anything of it, or this place."""
        same_place = venue is not None and self.session.venue_id == venue.pk
        return bool(same_place or self.team or self.experts or self.users or self.structures)


def levels(cohort: Cohort) -> Levels:
    """The levels of an edition: its own where it has said so, the usual ones elsewhere."""
    own = list(ClashRule.objects.filter(cohort=cohort).order_by("pk"))
    by_rule = {rule.value: level for rule, level in USUAL.items()} | {row.rule: ClashLevel(row.level) for row in own}
    minutes = next((row.minutes for row in own if row.rule == Rule.TRAVEL and row.minutes is not None), USUAL_WAY)
    return Levels(by_rule, minutes)


def mark_of_levels(strict: Levels) -> int:
    """A number that changes whenever the levels do; the settings carry the one they were shown with."""
    return zlib.crc32(
        repr((sorted((str(rule), str(level)) for rule, level in strict.by_rule.items()), strict.minutes)).encode()
    )


def proposal_of(
    session: Session,
    *,
    hours: Interval | None = None,
    facilitators: Sequence[User] | None = None,
    experts: Sequence[Expert] | None = None,
) -> Proposal:
    """A session as it stands, or at other hours, or with other people."""
    return Proposal(
        cohort=session.cohort,
        hours=hours or session.hours,
        form=session.form,
        project=session.project,
        structure=session.structure,
        venue=session.venue,
        facilitators=tuple(session.facilitators.order_by("pk") if facilitators is None else facilitators),
        experts=tuple(session.experts.order_by("pk") if experts is None else experts),
        session=session.pk,
    )


def find_clashes(proposal: Proposal, strictness: Levels | None = None) -> list[Clash]:
    """All that stands in the way and is not ignored, the most serious first, then in order of time. Drafts count;
    touching ends do not clash."""
    strict = strictness or levels(proposal.cohort)
    people = _people(proposal)
    found = [
        *_elsewhere(proposal, strict, people),
        *_away(proposal, strict, people),
        *_at_the_place(proposal, strict, people),
        *_of_the_day(proposal, strict),
        *_on_peaks(proposal, strict, people),
    ]
    kept = [clash for clash in found if clash.level != ClashLevel.IGNORE]
    return sorted(kept, key=lambda clash: _SEVERITY.index(clash.level))


def _people(proposal: Proposal) -> list[_Person]:
    people = concerned(proposal.cohort, proposal.project, proposal.day, proposal.structure)
    told = people.values_list(
        "user", "user__name", "user__email", "membership__structure", "membership__structure__name"
    ).order_by("user__name", "pk")
    return [_Person(user, name or email, structure, said) for user, name, email, structure, said in told]


def _elsewhere(proposal: Proposal, strict: Levels, people: list[_Person]) -> Iterator[Clash]:
    """The place or the people, held by other sessions at that time or too shortly before or after."""
    for other in _others(proposal, strict.way, people):
        if other.session.hours.overlaps(proposal.hours):
            yield from _at_once(proposal, strict, people, other)
        elif proposal.venue and other.session.venue and proposal.venue != other.session.venue and strict.way:
            yield from _too_short_a_way(proposal, strict, people, other)


def _others(proposal: Proposal, margin: timedelta, people: list[_Person]) -> list[_Other]:
    """The sessions of those hours, and of a margin around them, that hold something of what is wanted.

    All that lie there are read through the index of time, then what they hold, by their keys alone. Asked in one
    statement with the people wanted, a database may rather read all that a person or a structure ever came to.
    """
    around = Interval(proposal.hours.start - margin, proposal.hours.end + margin)
    rows = Session.objects.held_or_planned().filter(near(around))
    if proposal.session is not None:
        rows = rows.exclude(pk=proposal.session)
    there = list(rows.select_related("venue").order_by("starts_at", "pk"))
    keys = [row.pk for row in there]
    facilitated = _held_by(Session.facilitators.through, "user", keys if proposal.facilitators else [])
    taught = _held_by(Session.experts.through, "expert", keys if proposal.experts else [])
    told = Attendance.objects.filter(session__in=keys).exclude(reply=Reply.NO).order_by()
    lines: dict[int, list[tuple[int, int]]] = {}
    for session, user, structure in told.values_list("session", "participant__user", "structure"):
        lines.setdefault(session, []).append((user, structure))
    users, structures = {person.user for person in people}, {person.structure for person in people}
    found = [
        _Other(
            session=row,
            team=[person for person in proposal.facilitators if person.pk in facilitated.get(row.pk, ())],
            experts=[expert for expert in proposal.experts if expert.pk in taught.get(row.pk, ())],
            users={user for user, _structure in lines.get(row.pk, ())} & users,
            structures={structure for _user, structure in lines.get(row.pk, ())} & structures,
        )
        for row in there
    ]
    return [other for other in found if other.holds(proposal.venue)]


def _held_by(through: Any, word: str, sessions: Sequence[int]) -> dict[int, set[int]]:
    """Who holds each of these sessions, by keys."""
    held: dict[int, set[int]] = {}
    for session, person in through.objects.filter(session__in=sessions).values_list("session", word):
        held.setdefault(session, set()).add(person)
    return held


def _at_once(proposal: Proposal, strict: Levels, people: list[_Person], other: _Other) -> Iterator[Clash]:
    session = other.session
    if proposal.venue is not None and session.venue_id == proposal.venue.pk:
        yield _held(Rule.VENUE, strict, session, [proposal.venue.name], proposal.venue.pk)
    for person in other.team:
        yield _held(Rule.FACILITATOR, strict, session, [str(person)], person.pk)
    for expert in other.experts:
        yield _held(Rule.EXPERT, strict, session, [expert.name], expert.pk)
    there = [person for person in people if person.user in other.users]
    told: set[int] = set()
    if there and strict[Rule.PARTICIPANT] != ClashLevel.IGNORE:
        yield _held(Rule.PARTICIPANT, strict, session, _names(there))
        told = {person.structure for person in there}
    structures = {person.structure_name for person in people if person.structure in other.structures - told}
    if structures:
        yield _held(Rule.STRUCTURE, strict, session, sorted(structures))


def _too_short_a_way(proposal: Proposal, strict: Levels, people: list[_Person], other: _Other) -> Iterator[Clash]:
    session = other.session
    who = [str(person) for person in other.team] + [expert.name for expert in other.experts]
    who += _names(person for person in people if person.user in other.users)
    if who:
        before = session.ends_at <= proposal.hours.start
        gap = proposal.hours.start - session.ends_at if before else session.starts_at - proposal.hours.end
        more = {
            "before": before,
            "minutes": int(gap.total_seconds() // 60),
            "least": strict.minutes,
            "place": session.venue.name,
        }
        yield _held(Rule.TRAVEL, strict, session, who, **more)


def _held(rule: Rule, strict: Levels, other: Session, who: list[str], key: int | str = "", **more: Any) -> Clash:
    facts = {"who": who, "starts_at": other.starts_at.isoformat(), "ends_at": other.ends_at.isoformat(), **more}
    return Clash(rule, strict[rule], ":".join(str(part) for part in (rule, key, other.pk) if part != ""), facts, other)


def _names(people: Iterable[_Person]) -> list[str]:
    """Each name once, though a person may stand for two structures."""
    return list(dict.fromkeys(person.name for person in people))


def _away(proposal: Proposal, strict: Levels, people: list[_Person]) -> Iterator[Clash]:
    """Those of the team and of the projects who said that they are away."""
    if strict[Rule.ABSENCE] == ClashLevel.IGNORE:
        return
    names = {person.user: person.name for person in people}
    names |= {person.pk: str(person) for person in proposal.facilitators}
    declared = Absence.objects.on(proposal.day).filter(user__in=names).order_by("user__name", "pk")
    gone = dict.fromkeys(row.user_id for row in declared if row.hours.overlaps(proposal.hours))
    if gone:
        key = f"{Rule.ABSENCE}:{proposal.day}:{'.'.join(str(user) for user in sorted(gone))}"[:120]
        facts = {"who": [names[user] for user in gone], "day": proposal.day.isoformat()}
        yield Clash(Rule.ABSENCE, strict[Rule.ABSENCE], key, facts)


def _at_the_place(proposal: Proposal, strict: Levels, people: list[_Person]) -> Iterator[Clash]:
    """A place too small for those who are expected, or closed at that time."""
    venue = proposal.venue
    if venue is None:
        return
    number = len({person.user for person in people}) + len(proposal.facilitators) + len(proposal.experts)
    if venue.capacity is not None and number > venue.capacity:
        facts = {"who": [venue.name], "capacity": venue.capacity, "number": number}
        yield Clash(Rule.CAPACITY, strict[Rule.CAPACITY], f"{Rule.CAPACITY}:{venue.pk}", facts)
    week = {row.weekday: row for row in OpeningHours.objects.filter(venue=venue).order_by("weekday")}
    if not week:
        return
    starts, ends = (to_paris(at).time() for at in (proposal.hours.start, proposal.hours.end))
    today = week.get(proposal.day.weekday())
    if today is None or not today.covers(starts, ends):
        facts = {
            "who": [venue.name],
            "day": proposal.day.isoformat(),
            "opens": f"{today.opens:%H:%M}" if today else "",
            "closes": f"{today.closes:%H:%M}" if today else "",
        }
        key = f"{Rule.HOURS}:{venue.pk}:{proposal.day.weekday()}:{starts:%H%M}-{ends:%H%M}"
        yield Clash(Rule.HOURS, strict[Rule.HOURS], key, facts)


def _on_peaks(proposal: Proposal, strict: Levels, people: list[_Person]) -> Iterator[Clash]:
    """Structures that have little to give that day, as they declared."""
    if strict[Rule.PEAK] == ClashLevel.IGNORE or not people:
        return
    structures = {person.structure for person in people}
    peaks = peaks_on(proposal.day, structures, cohort=proposal.cohort, project=proposal.project)
    if peaks:
        key = f"{Rule.PEAK}:{proposal.day}:{'.'.join(str(peak.capacity.structure_id) for peak in peaks)}"[:120]
        who = list(dict.fromkeys(f"{peak.capacity.structure.name} ({peak.reason})" for peak in peaks))
        yield Clash(Rule.PEAK, strict[Rule.PEAK], key, {"who": who, "day": proposal.day.isoformat()})


def _of_the_day(proposal: Proposal, strict: Levels) -> Iterator[Clash]:
    """A public holiday, a day outside the cohort. Meetings may follow the cohort without a question: a cooperation is
    followed after its nine months."""
    cohort, day = proposal.cohort, proposal.day
    facts: dict[str, Any] = {"day": day.isoformat()}
    if holiday_name(day):
        yield Clash(Rule.HOLIDAY, strict[Rule.HOLIDAY], f"{Rule.HOLIDAY}:{day}", facts)
    late = day > cohort.ends_on and proposal.form != SessionForm.MEETING
    if day < cohort.starts_on or late:
        facts = facts | {"first": cohort.starts_on.isoformat(), "last": cohort.ends_on.isoformat()}
        yield Clash(Rule.OUTSIDE, strict[Rule.OUTSIDE], f"{Rule.OUTSIDE}:{day}", facts)
