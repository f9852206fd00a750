"""The reminders of actions: one function says when and to whom, and the pages and the job both ask it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from accounts.enums import NoticeKind, Pace
from accounts.queries import paces_of
from cohorts.queries import FURTHEST, schedules
from core.dates import day_bounds, today
from core.reminders import WRITTEN, Aim, Line, Reminder, is_due, lines, planned
from projects.models import Action, Project

from .follow_up import people_by_action
from .pauses import rests

ACTION = "action"
OVERDUE_LASTS = timedelta(days=14)  # after its day nobody is told that an action is late


def action_reminders(actions: Iterable[Action]) -> dict[int, list[Reminder]]:
    """The reminders of actions by their key, soonest first; `readers` are people. Constant queries.

    They go to whoever has to do it: the person, or everybody who takes part for the structure. An action that is settled
    or has no day has none, and neither has a project that rests on that day.
    """
    asked = list(actions)
    rows = {row.pk: row for row in asked if row.is_open and row.due_on is not None}
    found: dict[int, list[Reminder]] = {row.pk: [] for row in asked} | _planned(rows)
    waiting = [rows[key] for key in rows if any(reminder.is_planned for reminder in found[key])]
    people = people_by_action(waiting)
    paces = paces_of({person for one in people.values() for person in one}, NoticeKind.ACTION)
    resting = rests(row.project_id for row in waiting)

    def filled(row: Action, reminder: Reminder) -> Reminder:
        if not reminder.is_planned or not resting.is_awake(row.project_id, reminder.acts_on):
            return reminder
        return replace(
            reminder,
            readers=[one for one in people[row.pk] if paces[one.pk] == Pace.AT_ONCE],
            summaries=[one for one in people[row.pk] if paces[one.pk] in {Pace.DAILY, Pace.WEEKLY}],
        )

    return found | {key: [filled(row, reminder) for reminder in found[key]] for key, row in rows.items()}


def _planned(rows: dict[int, Action]) -> dict[int, list[Reminder]]:
    plans = schedules(row.project.cohort_id for row in rows.values())
    aims = []
    for row in rows.values():
        plan, day = plans[row.project.cohort_id], row.due_on
        if day is None:
            continue
        ends = day_bounds(day)[1]
        told_at = max(row.created_at, row.reminded_at or row.created_at)
        aims.append(
            Aim(ACTION, row.pk, day, plan.action_steps, plan.hour, told_at, ends, ends + OVERDUE_LASTS, plan.since)
        )
    return planned(aims)


def actions_to_remind() -> dict[int, list[int]]:
    """The actions, as keys by their project's, of which a reminder is to be sent or written off now. Constant queries."""
    near = (today() - OVERDUE_LASTS - WRITTEN, today() + timedelta(days=FURTHEST))
    rows = {
        row.pk: row for row in Action.objects.open().filter(due_on__range=near).select_related("project").order_by("pk")
    }
    found: dict[int, list[int]] = defaultdict(list)
    for key, reminders in _planned(rows).items():
        if any(map(is_due, reminders)):
            found[rows[key].project_id].append(key)
    return found


def project_action_reminders(project: Project) -> list[Line]:
    """The reminders to come of a project's actions, soonest first. Constant queries."""
    rows = Action.objects.open().filter(project=project, due_on__isnull=False)
    found = {row.pk: row for row in rows.select_related("project__cohort").order_by("pk")}
    return lines((found[key], reminders) for key, reminders in action_reminders(found.values()).items())
