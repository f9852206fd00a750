"""The plan: asked for, computed in the background, verified by the independent checker, stored as the next version."""

import logging
import time
from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import trail
from core.enums import Verb
from core.errors import EditedElsewhere, Refused
from core.jobs import Progress, enqueue
from funding_day import plan_checker
from funding_day.enums import Origin
from funding_day.models import Cell, FundingDay, Plan, PlanRun
from funding_day.morning import Morning, cells_of, last_plan, meeting_of, morning, plan_rounds
from funding_day.planner import Impossible, Meeting, seat, solve
from funding_day.planner import Plan as Planned
from funding_day.planner.arrange import tables
from funding_day.planner.problem import value_of
from funding_day.queries import difference, impossible, unmet_of
from funding_day.rounds import written

from .registering import locked

log = logging.getLogger(__name__)
JOB = "funding_day.compute_plan"
SECONDS = 60  # ordinary mornings are proven within two; the largest are within a hair of their bound by then


def locked_meetings(plan: Plan | None) -> set[Meeting]:
    return {meeting_of(cell) for cell in cells_of(plan) if cell.locked} if plan else set()


@transaction.atomic
def start_run(*, actor: Any, day: FundingDay, seconds: int = SECONDS) -> PlanRun:
    """Asks for a plan. Refuses, naming the figures, what cannot be planned; a computation under way is given back."""
    day = locked(day)
    wrong = impossible(morning(day).with_locked(locked_meetings(last_plan(day))))
    if wrong:
        raise Refused(" ".join(wrong))
    job = enqueue(JOB, key=f"plan {day.pk}")
    run, made = PlanRun.objects.get_or_create(job=job, defaults={"day": day, "asked_by": actor, "seconds": seconds})
    if made:
        job.payload = {"run": run.pk}
        job.save(update_fields=["payload"])
        trail.record(actor, Verb.REQUESTED, run, day=day.slug)
    return run


@transaction.atomic
def plan_now(*, actor: Any, day: FundingDay, seconds: int = 10, seed: int = 1) -> Plan:
    """Computes and stores a plan at once, for whoever can wait: the demonstration. Refuses like the background work."""
    day = locked(day)
    asked = morning(day).with_locked(locked_meetings(last_plan(day)))
    if wrong := impossible(asked):
        raise Refused(" ".join(wrong))
    found, places = seat(asked.problem, solve(asked.problem, seed=seed, seconds=seconds))
    return store(actor=actor, day=day, asked=asked, found=found, places=places, origin=Origin.COMPUTED, seed=seed)


@transaction.atomic
def stop_run(*, actor: Any, run: PlanRun) -> None:
    """Asks a computation to end with the best plan found so far."""
    row = PlanRun.objects.select_for_update(of=("self",)).select_related("job").get(pk=run.pk)
    if row.plan_id is not None or row.job.finished:
        raise Refused(_("The computation has ended already."), link=row.day.get_absolute_url())
    row.stop_asked = True
    row.save(update_fields=["stop_asked"])
    trail.record(actor, Verb.CHANGED, row, stopped=True)


class Watcher:
    """Told by the planner how far it is, at most twice a second: writes it down, and asks whether to go on."""

    def __init__(self, run: PlanRun, progress: Progress, scale: int) -> None:
        self.run, self.progress, self.scale = run, progress, scale
        self.began = self.told = time.monotonic()

    def __call__(self, best: float, bound: float) -> bool:
        instant = time.monotonic()
        if instant - self.told < 0.5:
            return True
        self.told = instant
        value, limit = max(0, int(best // self.scale)), max(0, int(bound // self.scale))
        PlanRun.objects.filter(pk=self.run.pk).update(best=value, bound=min(limit, 2**31 - 1))
        spent = min(self.run.seconds - 1, int(instant - self.began))
        text = _("Best plan so far: %(best)d, no plan above %(bound)d") % {"best": value, "bound": limit}
        self.progress.step(spent, self.run.seconds, text)
        return not PlanRun.objects.filter(pk=self.run.pk, stop_asked=True).exists()


def compute(progress: Progress, run: PlanRun) -> None:
    """Computes and stores the plan of a run; done twice, it stores one. Refuses in words what no plan can keep."""
    if run.plan_id is not None:
        return
    before = last_plan(run.day)
    held = locked_meetings(before)
    asked = morning(run.day).with_locked(held)
    if wrong := impossible(asked):
        raise Refused(" ".join(wrong))
    progress.step(0, run.seconds, _("Looking for the best plan"))
    try:
        found = solve(
            asked.problem, seed=run.seed, seconds=run.seconds, watch=Watcher(run, progress, asked.problem.scale)
        )
    except Impossible as short:
        raise Refused(_short(asked, {guest.key: number for guest, number in short.short.items()})) from None
    progress.step(run.seconds - 1, run.seconds, _("Choosing hours and tables"))
    placed, places = seat(asked.problem, found)
    with transaction.atomic():
        progress.beat()
        day = locked(run.day)
        row = PlanRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
        if row.plan_id is not None:
            return
        if locked_meetings(last_plan(day)) != held:
            raise Refused(
                _("Locks were changed while the plan was computed. Compute it again: the new locks will be kept.")
            )
        origin = Origin.STOPPED if placed.stopped else Origin.COMPUTED
        row.plan = store(
            actor=run.asked_by, day=day, asked=asked, found=placed, places=places, origin=origin, seed=run.seed
        )
        row.save(update_fields=["plan"])


def _short(asked: Morning, short: Mapping[str, int]) -> str:
    names = {**asked.funder, **asked.bearer}
    said = ", ".join(f"{names[key]} (−{number})" for key, number in sorted(short.items()))
    return _("No plan keeps everybody’s minimum. At best these are short of meetings: %(who)s. Lower their minimum, or add "
             "tables or rounds.") % {"who": said}  # fmt: skip


def store(
    *,
    actor: Any,
    day: FundingDay,
    asked: Morning,
    found: Planned,
    places: Mapping[Meeting, int],
    origin: Origin,
    seed: int = 1,
    note: str = "",
    held: Collection[Meeting] | None = None,
    known: Collection[str] = (),
) -> Plan:
    """Stores the next version, on a locked morning, once the checker that shares no code with the planner has found
    nothing wrong but what was `known` before. `held` are the locked meetings, those of the question unless given."""
    held = asked.problem.locked if held is None else frozenset(held)
    rows = [(one.round, places[one], one.funder, one.bearer) for one in found.meetings]
    wrong = set(plan_checker.broken(asked.rules(held), rows, found.value)) - set(known)
    if wrong:
        log.error("A plan of %s was refused by the checker: %s", day.slug, "; ".join(sorted(wrong)))
        raise Refused(_("The plan did not pass its independent check and was not kept. Tell the team of the platform."))
    last = last_plan(day)
    plan = Plan.objects.create(
        day=day,
        number=last.number + 1 if last else 1,
        origin=origin,
        digest=asked.digest,
        seed=seed,
        value=found.value,
        bound=max(found.bound, found.value),
        proven=found.proven,
        meetings=len(rows),
        rounds=written(asked.rounds),
        unmet=unmet_of(asked, found.meetings),
        note=note,
        made_by=actor,
    )
    Cell.objects.bulk_create(
        Cell(
            plan=plan, round=one.round, table=places[one], locked=one in held,
            funder=asked.funder[one.funder], bearer=asked.bearer[one.bearer],
        )
        for one in found.meetings
    )  # fmt: skip
    trail.record(actor, Verb.CREATED, plan, number=plan.number, value=plan.value, proven=plan.proven)
    return plan


def newest(day: FundingDay, seen: int) -> Plan:
    """The last version, on a locked morning. Refuses, with what changed, somebody who looked at an earlier one."""
    plan = last_plan(day)
    if plan is None:
        raise Refused(_("There is no plan yet: compute one first."))
    if plan.number != seen:
        old = Plan.objects.filter(day=day, number=seen).first()
        raise EditedElsewhere(
            _(
                "Version %(number)d was made meanwhile by %(who)s. Look at what changed, then do it again if it still holds."
            )
            % {"number": plan.number, "who": plan.made_by or _("the computation")},
            theirs=difference(old, plan) if old else None,
            yours=None,
            version=plan.number,
        )
    return plan


def carried(plan: Plan, asked: Morning, meetings: Collection[Meeting]) -> Planned:
    """What a plan changed by hand is worth. The bound of the version before holds on, as long as its question is the
    same; it stays proven where the value still reaches it with as many meetings."""
    kept = tuple(sorted(meetings))
    value = value_of(asked.problem, kept)
    same = plan.digest == asked.digest
    bound = plan.bound if same else _ceiling(asked)
    return Planned(
        kept, value, max(bound, value), same and plan.proven and value == bound and len(kept) == plan.meetings
    )


def _ceiling(asked: Morning) -> int:
    """A bound that needs no search: every wish met."""
    return sum(asked.problem.worth.values())


def standing(plan: Plan) -> tuple[Morning, dict[Meeting, Cell]]:
    """The morning as it is now, in the hours of the plan, and the meetings of the plan."""
    return morning(plan.day, plan_rounds(plan)), {meeting_of(cell): cell for cell in cells_of(plan)}


def seats(asked: Morning, meetings: Collection[Meeting], before: Mapping[Meeting, Cell]) -> dict[Meeting, int]:
    """A table for each meeting: the one it had where it stays, else its funder's or a free one."""
    kept = {one: before[one].table for one in meetings if one in before}
    taken = {(one.round, table) for one, table in kept.items()}
    usual = {one.funder: table for one, table in kept.items()} | tables_of(asked, meetings)
    for one in sorted(set(meetings) - set(kept)):
        free = [n for n in range(1, asked.problem.tables + 1) if (one.round, n) not in taken]
        table = usual[one.funder] if usual.get(one.funder) in free else free[0]
        kept[one] = table
        taken.add((one.round, table))
    return kept


def tables_of(asked: Morning, meetings: Collection[Meeting]) -> dict[str, int]:
    """The table that the planner would give each funder first."""
    given: dict[str, int] = {}
    for one, table in sorted(tables(asked.problem, tuple(sorted(meetings))).items()):
        given.setdefault(one.funder, table)
    return given
