"""With the pairs decided: rounds exchanged so that people wait little and walk little, then tables.

Two rounds are exchanged along paths of meetings that share people, which changes no pair and no value.
"""

from collections import defaultdict
from itertools import combinations, pairwise

from .problem import Meeting, Plan, Problem

Node = tuple[int, str]
PASSES = 8


def seat(problem: Problem, plan: Plan) -> tuple[Plan, dict[Meeting, int]]:
    """The plan with fewer gaps and shorter walks, and a table (from 1) for each meeting.

    A funder keeps a table all morning where there are tables enough; otherwise the one of the round before, when it is
    free. A gap is a round without a meeting between somebody's first and last.
    """
    board = _Board(problem, plan.meetings)
    for _pass in range(PASSES):
        if not sum(board.improve(*rounds) for rounds in combinations(range(problem.rounds), 2)):
            break
    meetings = tuple(sorted(board.meetings()))
    return Plan(meetings, plan.value, plan.bound, plan.proven, plan.stopped), tables(problem, meetings)


def tables(problem: Problem, meetings: tuple[Meeting, ...]) -> dict[Meeting, int]:
    """A table for each meeting, from 1; nobody shares one."""
    own = {guest.key: number for number, guest in enumerate(problem.funders, 1)}
    if len(own) <= problem.tables:
        return {meeting: own[meeting.funder] for meeting in meetings}
    last: dict[str, int] = {}
    seats: dict[Meeting, int] = {}
    for round_ in range(problem.rounds):
        here = [meeting for meeting in meetings if meeting.round == round_]
        free = set(range(1, problem.tables + 1))
        for meeting in sorted(here, key=lambda m: (m.funder not in last, m.funder)):
            wanted = last.get(meeting.funder)
            table = wanted if wanted in free else min(free)
            free.discard(table)
            seats[meeting] = last[meeting.funder] = table
    return seats


class _Board:
    """Who meets whom when, and what waiting and walking cost."""

    def __init__(self, problem: Problem, meetings: tuple[Meeting, ...]) -> None:
        self.present = {(0, guest.key): guest.rounds for guest in problem.funders}
        self.present |= {(1, guest.key): guest.rounds for guest in problem.bearers}
        self.tables = problem.tables
        self.table = {guest.key: number for number, guest in enumerate(problem.funders)}
        self.locked = problem.locked
        self.at: dict[Node, dict[int, str]] = defaultdict(dict)
        for meeting in meetings:
            self.at[0, meeting.funder][meeting.round] = meeting.bearer
            self.at[1, meeting.bearer][meeting.round] = meeting.funder

    def meetings(self) -> list[Meeting]:
        return [
            Meeting(round_, key, bearer)
            for (side, key), row in self.at.items()
            if side == 0
            for round_, bearer in row.items()
        ]

    def cost(self, node: Node) -> tuple[int, int]:
        """Rounds of waiting, and tables passed between meetings (a bearer walks, a funder sits)."""
        row = self.at[node]
        if not row:
            return 0, 0
        rounds = sorted(row)
        walk = 0
        if node[0] == 1:
            stops = [self.table[row[round_]] for round_ in rounds]
            walk = sum(abs(one - two) for one, two in pairwise(stops))
        return rounds[-1] - rounds[0] + 1 - len(rounds), walk

    def improve(self, one: int, two: int) -> int:
        """Exchanges the two rounds along every path where that helps; how many were."""
        done, seen = 0, set()
        for node in sorted(self.at):
            if node in seen or not {one, two} & set(self.at[node]):
                continue
            people = self.connected(node, one, two)
            seen |= people
            done += self.exchange(sorted(people), one, two)
        return done

    def connected(self, node: Node, one: int, two: int) -> set[Node]:
        people, left = {node}, [node]
        while left:
            side, key = left.pop()
            for round_ in (one, two):
                other = self.at[side, key].get(round_)
                if other is not None and (1 - side, other) not in people:
                    people.add((1 - side, other))
                    left.append((1 - side, other))
        return people

    def exchange(self, people: list[Node], one: int, two: int) -> bool:
        for node in people:
            row = self.at[node]
            if (one in row and two not in self.present[node]) or (two in row and one not in self.present[node]):
                return False
            if node[0] == 0 and any(
                round_ in row and Meeting(round_, node[1], row[round_]) in self.locked for round_ in (one, two)
            ):
                return False
        held = [sum(side == 0 and round_ in self.at[side, key] for side, key in people) for round_ in (one, two)]
        if held[0] != held[1]:
            for here, more in ((one, held[1] - held[0]), (two, held[0] - held[1])):
                if sum(here in row for (side, _key), row in self.at.items() if side == 0) + more > self.tables:
                    return False
        before = self.total(people)
        self.swap(people, one, two)
        if self.total(people) < before:
            return True
        self.swap(people, one, two)
        return False

    def total(self, people: list[Node]) -> tuple[int, int]:
        costs = [self.cost(node) for node in people]
        return sum(gaps for gaps, _walk in costs), sum(walk for _gaps, walk in costs)

    def swap(self, people: list[Node], one: int, two: int) -> None:
        for node in people:
            row = self.at[node]
            first, second = row.pop(one, None), row.pop(two, None)
            if first is not None:
                row[two] = first
            if second is not None:
                row[one] = second
