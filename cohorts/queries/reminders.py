"""When the people of an edition are reminded: its own schedule, or the usual one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cohorts.models import Cohort, ReminderPlan

FURTHEST = 60  # days before
EARLIEST, LATEST = 6, 20  # o'clock


@dataclass(frozen=True)
class Schedule:
    """How many days before, the furthest first, and at what hour in Paris. `since` is when it was set: instants before
    are none of its business."""

    session_days: tuple[int, ...] = (14, 2)
    poll_days: tuple[int, ...] = (3, 1)
    action_days: tuple[int, ...] = (3,)
    overdue: bool = True
    hour: int = 9
    since: datetime | None = None
    version: int = 0

    @property
    def action_steps(self) -> tuple[int, ...]:
        """Days before the day of an action, and the day after it."""
        return (*self.action_days, -1) if self.overdue else self.action_days


USUAL = Schedule()


def schedule_of(cohort: Cohort) -> Schedule:
    return schedules([cohort.pk])[cohort.pk]


def schedules(cohorts: Iterable[int]) -> dict[int, Schedule]:
    """The schedules of editions by their key: one query."""
    keys = set(cohorts)
    plans = {plan.cohort_id: plan for plan in ReminderPlan.objects.filter(cohort__in=keys).order_by("pk")}
    return {key: _schedule(plans[key]) if key in plans else USUAL for key in keys}


def _schedule(plan: ReminderPlan) -> Schedule:
    return Schedule(
        session_days=tuple(plan.session_days),
        poll_days=tuple(plan.poll_days),
        action_days=tuple(plan.action_days),
        overdue=plan.overdue,
        hour=plan.hour,
        since=plan.changed_at,
        version=plan.version,
    )
