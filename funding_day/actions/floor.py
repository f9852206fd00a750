"""On the day: who has arrived, and the repair of the plan when somebody is late, absent or has to leave."""

from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import trail
from core.dates import format_clock, now, to_paris
from core.enums import Verb
from core.errors import Refused
from funding_day.enums import Mishap, Origin
from funding_day.models import Funder, FundingDay, Guest, Plan, Proposal, Visitor
from funding_day.morning import Morning, last_plan, meeting_of, plan_rounds
from funding_day.planner import Meeting, repair
from funding_day.planner import Plan as Planned
from funding_day.planner.problem import value_of
from funding_day.queries import frozen_at, said_meeting

from .planning import newest, seats, standing, store
from .registering import locked


@transaction.atomic
def check_in(*, actor: Any, visitor: Visitor, here: bool) -> Visitor:
    """Somebody stands at the desk, or was taken for somebody else. Printing a badge is not presence: this is."""
    row = Visitor.objects.select_for_update(of=("self",)).get(pk=visitor.pk)
    row.arrived_at = (row.arrived_at or now()) if here else None
    row.is_no_show = row.is_no_show and not here
    row.save(update_fields=["arrived_at", "is_no_show"])
    trail.record(actor, Verb.CHANGED, row, arrived=here)
    return row


@transaction.atomic
def propose_repair(*, actor: Any, day: FundingDay, seen: int, guest: Guest, mishap: Mishap, at_round: int) -> Proposal:
    """Looks for the repair that leaves most meetings where they are and moves nobody within five minutes. Nothing changes
    before it is accepted. Refuses a guest that is in no meeting any more."""
    plan = newest(locked(day), seen)
    asked, cells = standing(plan)
    planned = set(cells)
    frozen = frozen_at(plan, now())
    if not any(guest.key in one.pair and one.round >= min(frozen, at_round) for one in planned):
        raise Refused(_("%(who)s has no meeting to come in this plan: there is nothing to repair.") % {"who": guest})
    found = repair(_with_mishap(asked, guest, mishap, at_round, frozen).problem, planned, frozen=frozen)
    Proposal.objects.filter(day=day, settled_at=None).update(settled_at=now())
    told = {
        "kept": len(found.kept),
        "moved": [
            f"{said_meeting(asked, old)} → {format_clock(asked.rounds[new.round].starts_at)}"
            for old, new in found.moved
        ],
        "added": [said_meeting(asked, one) for one in found.added],
        "lost": [said_meeting(asked, one) for one in found.lost],
    }
    proposal = Proposal.objects.create(
        day=day, plan=plan, mishap=mishap, at_round=at_round, frozen=frozen, told=told, made_by=actor,
        cells=[[one.round, one.funder, one.bearer] for one in found.plan.meetings],
        **({"funder": guest} if isinstance(guest, Funder) else {"bearer": guest}),
    )  # fmt: skip
    trail.record(actor, Verb.REQUESTED, proposal, mishap=mishap)
    return proposal


def _with_mishap(asked: Morning, guest: Guest, mishap: Mishap, at_round: int, frozen: int) -> Morning:
    """The morning with the guest's new presence, and minima that a repair does not promise."""

    def there(rounds: frozenset[int]) -> frozenset[int]:
        if mishap == Mishap.LATE:
            return frozenset(one for one in rounds if one >= at_round)
        if mishap == Mishap.LEAVING:
            return frozenset(one for one in rounds if one < at_round)
        return frozenset()

    problem = asked.problem
    changed: Any = {
        side: tuple(
            replace(one, least=0, rounds=there(one.rounds) if one.key == guest.key else one.rounds)
            for one in getattr(problem, side)
        )
        for side in ("funders", "bearers")
    }
    return replace(asked, problem=replace(problem, **changed))


@transaction.atomic
def accept_repair(*, actor: Any, proposal: Proposal) -> Plan:
    """Makes a repair the next version, and notes the hours of whoever was late, absent or left. Refuses one that was
    settled, or made for a version that is no longer the last."""
    day = locked(proposal.day)
    row = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    plan = last_plan(day)
    if row.settled_at is not None or plan is None or plan.pk != row.plan_id:
        raise Refused(_("The plan has changed since this repair was proposed: ask for another."))
    guest: Any = row.funder or row.bearer
    before, cells = standing(plan)
    _note_presence(
        day, guest, Mishap(row.mishap), plan_rounds(plan)[min(row.at_round, len(before.rounds) - 1)].starts_at
    )
    asked, _cells = standing(plan)
    meetings = {Meeting(*cell) for cell in row.cells}
    asked = _for_repair(_with_mishap(before, guest, Mishap(row.mishap), row.at_round, row.frozen), asked, meetings)
    value = value_of(asked.problem, tuple(meetings))
    found = Planned(tuple(sorted(meetings)), value, max(value, sum(asked.problem.worth.values())), proven=False)
    made = store(
        actor=actor, day=day, asked=asked, found=found, places=seats(asked, meetings, cells), origin=Origin.REPAIRED,
        note=_("%(who)s: %(what)s") % {"who": guest, "what": Mishap(row.mishap).label},
        held={meeting_of(cell) for cell in cells.values() if cell.locked} & meetings,
    )  # fmt: skip
    row.settled_at = now()
    row.save(update_fields=["settled_at"])
    trail.record(actor, Verb.DECIDED, row, accepted=True, number=made.number)
    return made


def _for_repair(mishap: Morning, after: Morning, meetings: set[Meeting]) -> Morning:
    """The question that the repaired plan answers: presence as told, no minimum, what stands may stand."""
    problem = mishap.problem
    worth = {**dict.fromkeys((one.pair for one in meetings), 0), **problem.worth}
    most = {key: sum(key in one.pair for one in meetings) for one in meetings for key in one.pair}
    changed: Any = {
        side: tuple(replace(one, most=max(one.most, most.get(one.key, 0))) for one in getattr(problem, side))
        for side in ("funders", "bearers")
    }
    return replace(after, problem=replace(problem, worth=worth, **changed))


def _note_presence(day: FundingDay, guest: Guest, mishap: Mishap, instant: Any) -> None:
    """What happened, on the people of the guest: their hours, or that nobody came."""
    people = list(guest.visitors.order_by("pk"))
    if not people:
        about = {"funder": guest} if isinstance(guest, Funder) else {"bearer": guest}
        people = [Visitor(name=(guest.contact or str(guest))[:120], **about)]
    clock = to_paris(instant).time()
    for one in people:
        if mishap == Mishap.ABSENT:
            one.is_no_show, one.arrived_at = True, None
        elif mishap == Mishap.LATE:
            one.here_from = clock
            one.here_until = one.here_until if one.here_until and one.here_until > clock else None
        else:
            one.here_until = clock
            one.here_from = one.here_from if one.here_from and one.here_from < clock else None
        one.save()


@transaction.atomic
def drop_repair(*, actor: Any, proposal: Proposal) -> None:
    """Leaves the plan as it is."""
    row = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    row.settled_at = row.settled_at or now()
    row.save(update_fields=["settled_at"])
    trail.record(actor, Verb.DECIDED, row, accepted=False)
