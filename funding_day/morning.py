"""From the rows of a morning to what the planner is asked, and back: below the queries and the figures, which both ask it."""

import hashlib
import json
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from funding_day.enums import Level, Side
from funding_day.models import Bearer, Cell, Funder, FundingDay, Pause, Plan, Visitor, Wish
from funding_day.plan_checker import Rules
from funding_day.planner import Guest, Meeting, Problem
from funding_day.rounds import Round, read, rounds_between, within

# What a wish of one side is worth. A must outweighs three « would like »; both sides' wishes add up.
WORTH = {Level.MUST: 10, Level.LIKE: 3}
# Pairs that nobody wished fill free places of an ordinary morning; a very large one is planned from wishes alone.
ROOM_FOR_UNWISHED = 20_000


@dataclass(frozen=True)
class Morning:
    """What a plan is made of: the rounds, who is expected, what was wished, and the planner's question."""

    day: FundingDay
    rounds: tuple[Round, ...]
    funders: tuple[Funder, ...]
    bearers: tuple[Bearer, ...]
    wishes: dict[tuple[str, str], dict[str, Wish]]
    problem: Problem

    @cached_property
    def digest(self) -> str:
        """Names the input, locks left out: two plans of one digest answer the same question."""
        problem = self.problem
        told = [
            [(one.starts_at.isoformat(), one.ends_at.isoformat()) for one in self.rounds],
            problem.tables,
            [(guest.key, sorted(guest.rounds), guest.least, guest.most) for guest in problem.funders],
            [(guest.key, sorted(guest.rounds), guest.least, guest.most) for guest in problem.bearers],
            sorted((*pair, worth) for pair, worth in problem.worth.items()),
        ]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()

    @cached_property
    def funder(self) -> dict[str, Funder]:
        return {row.key: row for row in self.funders}

    @cached_property
    def bearer(self) -> dict[str, Bearer]:
        return {row.key: row for row in self.bearers}

    def pairs(self, *levels: Level) -> set[tuple[str, str]]:
        """Pairs of which one side said one of these."""
        return {pair for pair, said in self.wishes.items() if any(wish.level in levels for wish in said.values())}

    @property
    def wanted(self) -> set[tuple[str, str]]:
        """Pairs that somebody wishes, and nobody refuses."""
        return self.pairs(Level.MUST, Level.LIKE) - self.pairs(Level.NO)

    def with_locked(self, locked: Iterable[Meeting]) -> "Morning":
        return replace(self, problem=replace(self.problem, locked=frozenset(locked)))

    def rules(self, locked: Iterable[Meeting] = ()) -> Rules:
        """The same morning as the independent checker reads it."""
        problem = self.problem
        return Rules(
            rounds=problem.rounds,
            tables=problem.tables,
            funders={guest.key: guest.rounds for guest in problem.funders},
            bearers={guest.key: guest.rounds for guest in problem.bearers},
            funder_limits={guest.key: (guest.least, guest.most) for guest in problem.funders},
            bearer_limits={guest.key: (guest.least, guest.most) for guest in problem.bearers},
            worth=problem.worth,
            locked=[(one.round, one.funder, one.bearer) for one in locked],
        )


def day_rounds(day: FundingDay) -> tuple[Round, ...]:
    """The rounds that the settings give."""
    return rounds_between(
        day.first_round_at,
        day.last_round_ends_at,
        slot=day.slot_minutes,
        buffer=day.buffer_minutes,
        pauses=[_hours_of(day, pause) for pause in day.pauses.order_by("after_minutes")],
    )


def _hours_of(day: FundingDay, pause: Pause) -> tuple[datetime, datetime]:
    pause.day = day
    return pause.starts_at, pause.ends_at


def morning(day: FundingDay, rounds: tuple[Round, ...] | None = None) -> Morning:
    """Reads a morning in five queries. `rounds` replaces those of the settings: those of a plan already told, say."""
    hours = day_rounds(day) if rounds is None else rounds
    funders = tuple(day.funders.expected().order_by("pk"))
    bearers = tuple(day.bearers.expected().select_related("project").order_by("pk"))
    people: dict[str, list[Visitor]] = {}
    for visitor in Visitor.objects.of_day(day).select_related("funder", "bearer").order_by("pk"):
        people.setdefault(visitor.guest.key, []).append(visitor)
    known = {row.pk: row.key for row in funders}, {row.pk: row.key for row in bearers}
    wishes: dict[tuple[str, str], dict[str, Wish]] = {}
    for wish in Wish.objects.filter(funder__day=day).order_by("pk"):
        if wish.funder_id in known[0] and wish.bearer_id in known[1]:
            wishes.setdefault((known[0][wish.funder_id], known[1][wish.bearer_id]), {})[wish.side] = wish

    def guest(row: Funder | Bearer, least: int, most: int) -> Guest:
        low, high = (least if row.least is None else row.least), (most if row.most is None else row.most)
        return Guest(row.key, presence(day, hours, people.get(row.key, [])), low, high)

    problem = Problem(
        rounds=len(hours),
        tables=day.tables,
        funders=tuple(guest(row, day.funder_least, day.funder_most) for row in funders),
        bearers=tuple(guest(row, day.bearer_least, day.bearer_most) for row in bearers),
        worth=_worth(funders, bearers, wishes, len(hours)),
    )
    return Morning(day, hours, funders, bearers, wishes, problem)


def presence(day: FundingDay, rounds: Iterable[Round], people: Collection[Visitor]) -> frozenset[int]:
    """The rounds a guest can hold: those of all its people when a team meets together, of any of them otherwise; all
    when nobody is named, none when everybody failed to come."""
    hours = list(rounds)
    come = [
        within(
            hours,
            day.at(one.here_from) if one.here_from else None,
            day.at(one.here_until) if one.here_until else None,
        )
        for one in people
        if not one.is_no_show
    ]
    if not come:
        return frozenset() if people else frozenset(one.number for one in hours)
    return frozenset.intersection(*come) if day.together else frozenset.union(*come)


def _worth(
    funders: Collection[Funder],
    bearers: Collection[Bearer],
    wishes: dict[tuple[str, str], dict[str, Wish]],
    rounds: int,
) -> dict[tuple[str, str], int]:
    refused = {pair for pair, said in wishes.items() if any(wish.level == Level.NO for wish in said.values())}
    wished = {
        pair: sum(WORTH[Level(wish.level)] for wish in said.values())
        for pair, said in wishes.items()
        if pair not in refused
    }
    if len(funders) * len(bearers) * rounds > ROOM_FOR_UNWISHED:
        return wished
    pairs = ((funder.key, bearer.key) for funder in funders for bearer in bearers)
    return {pair: wished.get(pair, 0) for pair in pairs if pair not in refused}


def last_plan(day: FundingDay) -> Plan | None:
    return Plan.objects.filter(day=day).order_by("-number").first()


def plan_rounds(plan: Plan) -> tuple[Round, ...]:
    return read(plan.rounds)


def cells_of(plan: Plan) -> list[Cell]:
    """The meetings of a plan, with whom they bring together."""
    rows = Cell.objects.filter(plan=plan).select_related("funder", "bearer__project")
    return list(rows.order_by("round", "table"))


def meeting_of(cell: Cell) -> Meeting:
    return Meeting(cell.round, cell.funder.key, cell.bearer.key)


def alphabetical(guest: object) -> str:
    """Where a name stands in a list: capitals and accents aside."""
    plain = unicodedata.normalize("NFKD", str(guest))
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()


def wish_side(guest: Funder | Bearer) -> Side:
    return Side.FUNDER if isinstance(guest, Funder) else Side.BEARER
