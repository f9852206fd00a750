"""Reminders: when each is due, to how many people, what became of it; and that each is done once.

The schedule is computed and never stored: the pages that show it and the job that follows it ask the same function, so
that what is said is what is sent. What is stored is what has happened (`ReminderRun`).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from .dates import combine, now, paris_day
from .enums import ReminderState
from .models import ReminderRun

GRACE = timedelta(hours=20)  # whoever was written to so shortly before is not reminded
USELESS = timedelta(hours=1)  # before the end, a reminder that is late helps nobody
WRITTEN = timedelta(days=7)  # how far back what was left out is still written down


@dataclass(frozen=True)
class Aim:
    """A row that people are to be reminded of: so many days before a day, at an hour of the clock in Paris. A negative
    number is days after it.

    People were written to at `told_at`, and the schedule was set at `set_at`; from `until` on a reminder is of no use,
    one after the day from `overdue_until` on.
    """

    kind: str
    key: int
    day: date
    days: Sequence[int]
    hour: int
    told_at: datetime
    until: datetime
    overdue_until: datetime | None = None
    set_at: datetime | None = None

    @property
    def since(self) -> datetime:
        """The first instant that counts."""
        written = self.told_at + GRACE
        return written if self.set_at is None else max(written, self.set_at)

    def limit(self, days: int) -> datetime:
        return self.overdue_until if days < 0 and self.overdue_until is not None else self.until


@dataclass(frozen=True)
class Reminder:
    """One instant at which people are reminded of a row. While it is planned, `readers` are those who would get a mail
    as things stand, `summaries` those who would find it in their summary instead; afterwards the numbers are what
    happened."""

    aim: Aim
    due_at: datetime
    days: int
    state: ReminderState = ReminderState.PLANNED
    readers: Sequence[Any] = field(default_factory=list)
    summaries: Sequence[Any] = field(default_factory=list)
    run: ReminderRun | None = None

    @property
    def people(self) -> int:
        """To how many a mail goes, or went."""
        return len(self.readers) if self.run is None else self.run.people

    @property
    def later(self) -> int:
        """How many find it in their summary."""
        return len(self.summaries) if self.run is None else self.run.later

    @property
    def is_planned(self) -> bool:
        return self.state == ReminderState.PLANNED

    @property
    def is_late(self) -> bool:
        """Its instant is over and it leaves all the same, at the next round of the scheduler."""
        return self.is_planned and self.due_at <= now()

    @property
    def is_skipped(self) -> bool:
        return self.state == ReminderState.SKIPPED

    @property
    def fact(self) -> str:
        """The name under which each person is told of it once."""
        return f"{self.aim.kind} {self.aim.key} reminder {self.due_at:%Y-%m-%dT%H:%M}"

    @property
    def acts_on(self) -> date:
        """The day on which it leaves, as things stand: a late one today."""
        return paris_day(max(self.due_at, now()))


@dataclass(frozen=True)
class Line:
    """A reminder as a list of several rows tells it: what it is about, and where that is."""

    reminder: Reminder
    title: str
    url: str


def lines(found: Iterable[tuple[Any, Iterable[Reminder]]]) -> list[Line]:
    """What is planned for these rows and would reach somebody, soonest first."""
    told = [
        Line(reminder, str(row), row.get_absolute_url())
        for row, reminders in found
        for reminder in reminders
        if reminder.is_planned and (reminder.people or reminder.later)
    ]
    return sorted(told, key=lambda line: line.reminder.due_at)


def planned(aims: Iterable[Aim]) -> dict[int, list[Reminder]]:
    """Every reminder of rows of one kind by their key, soonest first: what happened, what is to come, and what will not
    because it is too late. One query.

    An instant counts when it lies after people were told, by a day or so: a week before is no reminder of what was
    published six days before.
    """
    aims = list(aims)
    runs: dict[int, list[ReminderRun]] = defaultdict(list)
    kinds = {aim.kind for aim in aims}
    for run in ReminderRun.objects.filter(kind__in=kinds, subject__in=[aim.key for aim in aims]).order_by("due_at"):
        runs[run.subject].append(run)
    return {aim.key: _of(aim, runs[aim.key]) for aim in aims}


def _of(aim: Aim, runs: Sequence[ReminderRun]) -> list[Reminder]:
    done = {run.due_at for run in runs}
    found = [Reminder(aim, run.due_at, run.days, ReminderState(run.state), run=run) for run in runs]
    steps = sorted((instant(aim, days), days) for days in set(aim.days))
    to_come = [(at, days) for at, days in steps if at not in done and aim.since <= at < aim.limit(days)]
    late = [(at, days) for at, days in to_come if at <= now()]
    for at, days in to_come:
        useful = at > now() or ((at, days) == late[-1] and now() < aim.limit(days) - USELESS)
        found.append(Reminder(aim, at, days, ReminderState.PLANNED if useful else ReminderState.SKIPPED))
    return sorted(found, key=lambda reminder: reminder.due_at)


def instant(aim: Aim, days: int) -> datetime:
    """When the clock in Paris says the hour, so many days before."""
    return combine(aim.day - timedelta(days=days), time(aim.hour))


def is_due(reminder: Reminder) -> bool:
    """Whether something is to be done about it now: sent, or written down as left out."""
    return reminder.run is None and now() - WRITTEN < reminder.due_at <= now()


def settle(reminders: Iterable[Reminder], send: Callable[[list[Reminder]], dict[int, tuple[int, int]]]) -> int:
    """Does once what is due, inside the transaction and under the locks of the caller. `send` gives, by the key of the
    row, how many got a mail and how many find it in their summary. Gives how many mails left."""
    due = [reminder for reminder in reminders if is_due(reminder)]
    going = [reminder for reminder in due if reminder.is_planned]
    sent = send(going) if going else {}
    for reminder in due:
        people, later = sent.get(reminder.aim.key, (0, 0)) if reminder.is_planned else (0, 0)
        ReminderRun.objects.create(
            kind=reminder.aim.kind,
            subject=reminder.aim.key,
            due_at=reminder.due_at,
            days=reminder.days,
            state=ReminderState.SENT if reminder.is_planned else ReminderState.SKIPPED,
            people=people,
            later=later,
        )
    return sum(people for people, _later in sent.values())
