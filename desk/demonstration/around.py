"""What stands around the sessions: when places are open, experts, who is away, pauses, and how half-days are prepared."""

import datetime as dt
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from accounts.models import User
from agenda.enums import SessionState
from agenda.models import Absence, OpeningHours, Session, Step, Venue
from cohorts.enums import SessionForm
from cohorts.models import Cohort, Expert
from core.dates import combine, today
from projects.models import Participant, Pause

from .people import DOMAIN
from .programme import working_day


@cache
def told() -> dict[str, Any]:
    return yaml.safe_load(Path(__file__).with_name("agenda.yaml").read_text())


def prepare(cohort: Cohort, venues: dict[str, Venue], cast: dict[str, User]) -> dict[str, Expert]:
    """Everything but sessions and dates; gives the experts by their word in the file."""
    said = told()
    for word, (first, last, opens, closes) in said["opening_hours"].items():
        OpeningHours.objects.bulk_create(
            OpeningHours(venue=venues[word], weekday=day, opens=clock(opens), closes=clock(closes))
            for day in range(first, last + 1)
        )
    for row in said["absences"]:
        first_day, last_day = (ahead(days) for days in row["days"])
        person = User.objects.get(email=f"{row['person']}@{DOMAIN}")
        Absence.objects.create(
            user=person, first_day=first_day, last_day=last_day, part=row["part"], note=row["note"], declared_by=person
        )
    for row in said["pauses"]:
        pause(row, cohort, cast["facilitator"])
    for session in Session.objects.filter(cohort=cohort, form=SessionForm.WORKSHOP).order_by("starts_at", "pk"):
        lay_out(session, said["sheet"])
    return {word: Expert.objects.get_or_create(**row, is_example=True)[0] for word, row in said["experts"].items()}


def pause(row: dict[str, Any], cohort: Cohort, author: User) -> None:
    """One that is over, woken by hand, and one in force."""
    if "days" in row:
        first, last = (today() + dt.timedelta(days=days) for days in row["days"])
    else:
        first, last = row["starts_on"], row["ends_on"]
    woken = row.get("woken_on")
    Pause.objects.create(
        project=cohort.projects.get(slug=row["project"]), starts_on=first, ends_on=last, reason=row["reason"],
        author=author, created_at=combine(first, dt.time(10)), woken_on=woken, woken_by=author if woken else None,
    )  # fmt: skip


def lay_out(session: Session, said: dict[str, Any]) -> None:
    """The sheet of a session: materials, roles, what to prepare, and the steps."""
    words = {name: said[name] for name in ("materials", "roles", "preparation", "exchange") if name in said}
    Session.objects.filter(pk=session.pk).update(**words)
    Step.objects.bulk_create(
        Step(session=session, position=place, minutes=minutes, text=text)
        for place, (minutes, text) in enumerate(said["steps"], start=1)
    )


def planned(
    cohort: Cohort,
    said: dict[str, Any],
    *,
    hours: tuple[dt.datetime, dt.datetime] | None,
    venue: Venue | None,
    experts: Sequence[Expert],
    facilitator: User,
    state: SessionState,
) -> Session:
    """A seminar of the follow-up."""
    session = Session.objects.create(
        cohort=cohort, form=SessionForm.SEMINAR, axis=cohort.content.axes.get(slug=said["axis"]), title=said["title"],
        aim=said["aim"], venue=venue, starts_at=hours[0] if hours else None, ends_at=hours[1] if hours else None,
        state=state, is_example=True,
    )  # fmt: skip
    session.facilitators.add(facilitator)
    session.experts.set(experts)
    return session


def asked(cohort: Cohort) -> dict[str, Participant]:
    """Who takes part today, by the name of their account."""
    people = Participant.objects.active_on(today()).filter(membership__project__cohort=cohort)
    rows = people.select_related("user", "membership__structure").order_by("pk")
    return {row.user.email.removesuffix(f"@{DOMAIN}"): row for row in rows}


def ahead(days: int) -> dt.date:
    """So many working days after that of loading, the end of the year left out: two numbers are two days."""
    day = today()
    for _step in range(days):
        day = working_day(day + dt.timedelta(days=1))
        if (day.month, day.day) >= (12, 23):
            day = working_day(dt.date(day.year + 1, 1, 4))
    return day


def ago(days: int, hour: int = 11) -> dt.datetime:
    """The instant so many days before that of loading; the number is negative in the file, as it is read."""
    return combine(today() + dt.timedelta(days=days), dt.time(hour))


def between(day: dt.date, hours: Sequence[str]) -> tuple[dt.datetime, dt.datetime]:
    return combine(day, clock(hours[0])), combine(day, clock(hours[1]))


def clock(text: str) -> dt.time:
    return dt.time.fromisoformat(text)
