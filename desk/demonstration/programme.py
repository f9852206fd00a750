"""The two editions with their rounds, the seven half-days, the individual meetings and who came."""

import datetime as dt
from typing import Any
from zlib import crc32

from accounts.models import User
from agenda.enums import Presence, Reply, SessionState
from agenda.models import Attendance, Session, Venue
from cohorts.actions import assign_facilitator, open_cohort
from cohorts.enums import FundingRegime, RoundKind, SessionForm
from cohorts.models import Axis, Cohort, ContentVersion, Round, Territory
from core.dates import combine, holiday_name, today
from desk.editions import clone_edition
from projects.models import Participant, Project

MORNING = (dt.time(9), dt.time(12, 30))
FOLLOW_UP_DAYS = 365


def edition_2021(
    facts: dict[str, Any], inventions: dict[str, Any], content: ContentVersion, cast: dict[str, User]
) -> Cohort:
    """The first edition: the facts, and days that are invented. A round of follow-up is open today, because a
    cooperation goes on after the nine months."""
    told = facts["cohort"]
    territory, _created = Territory.objects.get_or_create(name=told["territory"])
    cohort = open_cohort(
        actor=cast["admin"],
        slug="cooperations-2021",
        name=told["name"],
        starts_on=inventions["half_days"][0]["day"],
        ends_on=dt.date(2021, 9, 30),
        content=content,
        territories=[territory],
        half_days_target=told["collective_half_days"],
        meetings_target=told["individual_meetings"],
        projects_target=len(facts["projects"]),
        fund_amount=told["engineering_fund_eur"],
        funding_regime=FundingRegime.ESF_2014_2020,
        reads_nous=True,
    )
    assign_facilitator(actor=cast["admin"], cohort=cohort, user=cast["facilitator"])
    cohort.rounds.all().delete()
    for position, row in enumerate(inventions["rounds"], start=1):
        Round.objects.create(cohort=cohort, position=position, **row)
    Round.objects.create(
        cohort=cohort,
        position=len(inventions["rounds"]) + 1,
        kind=RoundKind.EXTRA,
        opens_on=today(),
        closes_on=today() + dt.timedelta(days=FOLLOW_UP_DAYS),
    )
    return cohort


def edition_2022(facts: dict[str, Any], inventions: dict[str, Any], source: Cohort, cast: dict[str, User]) -> Cohort:
    """The next edition, cloned from the first, with an open call that is read as applications come."""
    told, days = facts["edition_2022"], inventions["edition_2022"]
    territories = [Territory.objects.get_or_create(name=name)[0] for name in told["territories"]]
    cohort = clone_edition(
        actor=cast["admin"],
        source=source,
        slug="cooperations-2022",
        name="Coopérations 2022",
        starts_on=days["starts_on"],
        ends_on=days["ends_on"],
        projects_target=told["min_projects"],
        minimum_structures=told["min_structures_per_project"],
        territories=territories,
        call_opens_on=days["call_opens_on"],
        funding_regime=FundingRegime.NONE,
    )
    assign_facilitator(actor=cast["admin"], cohort=cohort, user=cast["facilitator-2022"])
    return cohort


def sessions(inventions: dict[str, Any], cohort: Cohort, cast: dict[str, User]) -> dict[str, Venue]:
    """Seven half-days, the meetings of each project, and one meeting of follow-up to come per project; gives the places
    by their word in the file."""
    venues = {key: Venue.objects.create(is_example=True, **row) for key, row in inventions["venues"].items()}
    axes = {axis.slug: axis for axis in cohort.content.axes.all()}
    for number, row in enumerate(inventions["half_days"], start=1):
        axis = axes[row["axis"]]
        held(
            cohort=cohort,
            form=SessionForm.WORKSHOP,
            axis=axis,
            title=f"Atelier {number} · {axis.title_fr}",
            day=row["day"],
            hours=MORNING,
            venue=venues[row["venue"]],
            facilitator=cast["facilitator"],
        )
    for place, project in enumerate(cohort.projects.order_by("pk")):
        meetings(inventions, project, list(axes.values()), cast["facilitator"], place)
    return venues


def meetings(inventions: dict[str, Any], project: Project, axes: list[Axis], facilitator: User, place: int) -> None:
    """The meetings of one project, spread over the edition on its own weekday, and one to come."""
    cohort, count = project.cohort, inventions["meetings"][project.slug]
    first = cohort.starts_on + dt.timedelta(days=4 + place)  # Monday, Tuesday, Wednesday: never a half-day's Thursday
    weeks = (cohort.ends_on - first).days // 7
    titles = inventions["meeting_titles"]
    for turn in range(count):
        day = working_day(first + dt.timedelta(weeks=turn * weeks // count))
        held(
            cohort=cohort,
            form=SessionForm.MEETING,
            project=project,
            axis=axes[turn * len(axes) // count],
            title=titles[turn % len(titles)],
            day=day,
            hours=(dt.time(14), dt.time(15, 30)) if turn % 2 else (dt.time(10), dt.time(11, 30)),
            venue=None,
            facilitator=facilitator,
        )
    ahead = working_day(today() + dt.timedelta(days=inventions["follow_up"]["days_ahead"][project.slug]))
    held(
        cohort=cohort,
        form=SessionForm.MEETING,
        project=project,
        axis=axes[-1],
        title=inventions["follow_up"]["title"],
        day=ahead,
        hours=(dt.time(10), dt.time(11, 30)),
        venue=None,
        facilitator=facilitator,
    )


def working_day(day: dt.date) -> dt.date:
    """The day, or the next one that is neither of a weekend nor a public holiday."""
    while day.weekday() > 4 or holiday_name(day):
        day += dt.timedelta(days=1)
    return day


def held(
    *,
    cohort: Cohort,
    form: SessionForm,
    axis: Axis,
    title: str,
    day: dt.date,
    hours: tuple[dt.time, dt.time],
    venue: Venue | None,
    facilitator: User,
    project: Project | None = None,
) -> Session:
    """One published session with a line for each person concerned that day; in the past, most of them came."""
    session = Session.objects.create(
        cohort=cohort,
        form=form,
        project=project,
        axis=axis,
        title=title,
        aim="Exemple : " + axis.intention_fr,
        starts_at=combine(day, hours[0]),
        ends_at=combine(day, hours[1]),
        venue=venue,
        state=SessionState.PUBLISHED,
        is_example=True,
    )
    session.facilitators.add(facilitator)
    people = Participant.objects.active_on(day).select_related("membership").order_by("pk")
    people = (
        people.filter(membership__project=project) if project else people.filter(membership__project__cohort=cohort)
    )
    past = day < today()
    Attendance.objects.bulk_create(
        Attendance(
            session=session,
            participant=person,
            structure_id=person.membership.structure_id,
            reply=Reply.YES if past or draw(session, person) < 60 else Reply.NONE,
            presence=presence(session, person) if past else Presence.EXPECTED,
        )
        for person in people
    )
    return session


def presence(session: Session, person: Participant) -> Presence:
    """Invented, and the same at every loading: four in five came."""
    luck = draw(session, person)
    if luck < 78:
        return Presence.PRESENT
    if luck < 84:
        return Presence.LATE
    return Presence.EXCUSED if luck < 93 else Presence.ABSENT


def draw(session: Session, person: Participant) -> int:
    """0 to 99, from the names and the day alone."""
    return crc32(f"{session.title} {session.starts_at.date()} {person.user_id}".encode()) % 100
