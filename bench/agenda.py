"""Large calendars for the measuring: `python -m bench.agenda fill | facilitate | clashes`. The last one times a clash
check against 100, 1,000 and 10,000 sessions, one a day and then all in nine months, inside transactions that are undone,
and prints JSON. No statistics are gathered before it: a calendar may just have been imported."""

import datetime as dt
import json
import statistics
import sys
import time
from collections.abc import Iterator
from typing import Any

import django

django.setup()

from django.db import connection, transaction  # noqa: E402

from accounts.models import User  # noqa: E402
from agenda.enums import SessionState  # noqa: E402
from agenda.models import Attendance, Session, Venue  # noqa: E402
from agenda.queries import Proposal, find_clashes  # noqa: E402
from cohorts.enums import SessionForm  # noqa: E402
from cohorts.models import Cohort, Facilitation  # noqa: E402
from core.dates import combine  # noqa: E402
from core.timetable import Interval  # noqa: E402
from projects.models import Participant  # noqa: E402

EDITION, WEEK = "cooperations-2021", dt.date(2021, 5, 17)
SIZES, ROUNDS, PLACES, LINES = (100, 1000, 10_000), 60, 20, 5
NINE_MONTHS = 260


def hours(number: int, days: int) -> Iterator[Interval]:
    """Half-hours spread evenly over so many days around the week that is looked at, from eight in the morning."""
    first = WEEK - dt.timedelta(days=days // 2)
    for place in range(number):
        day = first + dt.timedelta(days=place * days // number)
        start = combine(day, dt.time(8 + place % 11, 30 * (place % 2)))
        yield Interval(start, start + dt.timedelta(minutes=30))


def fill(cohort: Cohort, number: int, days: int) -> None:
    """Adds sessions that are shaped like real ones: a place, somebody who facilitates, a few people on the list."""
    venues = [Venue.objects.get_or_create(name=f"Bench {place}")[0] for place in range(PLACES)]
    people = list(
        Participant.objects.filter(membership__project__cohort=cohort).select_related("membership").order_by("pk")
    )
    team = list(User.objects.filter(facilitations__cohort=cohort).order_by("pk"))
    sessions = Session.objects.bulk_create(
        Session(
            cohort=cohort, form=SessionForm.WORKSHOP, title=f"Bench {place}", starts_at=one.start, ends_at=one.end,
            venue=venues[place % PLACES], state=SessionState.PUBLISHED, is_example=True,
        )
        for place, one in enumerate(hours(number, days))
    )  # fmt: skip
    through = Session.facilitators.through
    through.objects.bulk_create(
        through(session=row, user=team[place % len(team)]) for place, row in enumerate(sessions)
    )
    Attendance.objects.bulk_create(
        Attendance(session=row, participant=person, structure_id=person.membership.structure_id)
        for place, row in enumerate(sessions)
        for person in (people[(place + turn) % len(people)] for turn in range(LINES))
    )


def facilitate(cohort: Cohort) -> None:
    """Makes the edition's facilitator one of every other edition."""
    person = User.objects.filter(facilitations__cohort=cohort).earliest("pk")
    others = Cohort.objects.exclude(facilitations__user=person).order_by("pk")
    Facilitation.objects.bulk_create(Facilitation(cohort=row, user=person) for row in others)


def clashes(cohort: Cohort) -> list[dict[str, Any]]:
    """One row a calendar: one session a day, so that as much stands in the way whatever the size; and one edition whose
    nine months hold ever more, so that more stands in the way too. Each is told beside the smallest of its kind."""
    rows: list[dict[str, Any]] = []
    for calendar, days in (("one a day", None), ("nine months", NINE_MONTHS)):
        base = 0.0
        for size in SIZES:
            with transaction.atomic():
                fill(cohort, size, days or size)
                found, median = clash_check(cohort)
                transaction.set_rollback(True)
            base = base or median
            rows.append(
                {
                    "calendar": calendar, "sessions": size, "found": found, "median_ms": round(median, 2),
                    "ratio_to_100": round(median / base, 2),
                }
            )  # fmt: skip
    return rows


def clash_check(cohort: Cohort) -> tuple[int, float]:
    """What stands in the way of a half-day in the middle of the calendar: how much, and the median time to find it."""
    start = combine(WEEK, dt.time(9))
    proposal = Proposal(
        cohort=cohort, hours=Interval(start, start + dt.timedelta(hours=3, minutes=30)),
        venue=Venue.objects.get(name="Bench 0"),
        facilitators=list(User.objects.filter(facilitations__cohort=cohort).order_by("pk")),
    )  # fmt: skip
    times = []
    for _round in range(ROUNDS):
        begun = time.perf_counter()
        found = find_clashes(proposal)
        times.append((time.perf_counter() - begun) * 1000)
    return len(found), statistics.median(times)


def main() -> None:
    cohort = Cohort.objects.get(slug=EDITION)
    if sys.argv[1] == "fill":
        fill(cohort, 1000, NINE_MONTHS)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    elif sys.argv[1] == "facilitate":
        facilitate(cohort)
    else:
        print(json.dumps(clashes(cohort)))  # noqa: T201 - read by scripts/bench.py


if __name__ == "__main__":
    main()
