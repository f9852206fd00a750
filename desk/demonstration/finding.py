"""How dates are found: a poll that is finished and the seminar that came of it, an open one, slots, and drafts."""

import datetime as dt
from typing import Any

from accounts.models import User
from agenda.actions import keep_passed
from agenda.enums import Availability, PollState, Reply, SessionState
from agenda.models import (
    Attendance,
    Poll,
    PollAnswer,
    PollDate,
    PollVoice,
    Session,
    SessionDocument,
    Slot,
    SlotOffer,
    Venue,
)
from agenda.queries import find_clashes, proposal_of
from cohorts.enums import SessionForm
from cohorts.models import Cohort, Expert
from core.dates import today
from projects.models import Participant

from .around import ago, ahead, asked, between, lay_out, planned, told
from .papers import programme_of

SIGNS = {"y": Availability.YES, "m": Availability.IF_NEED_BE, "n": Availability.NO}
REPLIES = {"y": Reply.YES, "m": Reply.MAYBE, "n": Reply.NO}
HOUR = 9


def find(cohort: Cohort, venues: dict[str, Venue], experts: dict[str, Expert], author: User) -> None:
    said = told()
    seminar(said["seminar"], cohort, venues, experts, author)
    row = said["poll"]
    hours = [between(ahead(day), (starts, ends)) for day, starts, ends in row["dates"]]
    poll(row, cohort, hours, venues, author)
    slots(said["slots"], cohort, author)
    for row in said["drafts"]:
        draft(row, cohort, venues, experts, author)


def poll(
    row: dict[str, Any],
    cohort: Cohort,
    hours: list[tuple[dt.datetime, dt.datetime]],
    venues: dict[str, Venue],
    author: User,
) -> Poll:
    """Everybody who takes part is asked; some have answered."""
    axis = cohort.content.axes.get(slug=row["axis"])
    found = Poll.objects.create(
        cohort=cohort, form=SessionForm.SEMINAR, axis=axis, title=row["title"], message=row.get("message", ""),
        venue=venues[row["venue"]], answers_until=today() + dt.timedelta(days=row["until"]), state=PollState.OPEN,
        is_example=True, created_by=author,
    )  # fmt: skip
    Poll.objects.filter(pk=found.pk).update(created_at=ago(row["asked"], HOUR))
    found.facilitators.add(author)
    dates = [PollDate.objects.create(poll=found, starts_at=start, ends_at=end) for start, end in hours]
    for name, person in asked(cohort).items():
        signs = row["answers"].get(name, "")
        voice = PollVoice.objects.create(
            poll=found, participant=person, written_at=ago(row["asked"]),
            answered_at=ago(row["asked"] + 1) if signs else None,
        )  # fmt: skip
        PollAnswer.objects.bulk_create(
            PollAnswer(voice=voice, date=date, answer=SIGNS[sign]) for date, sign in zip(dates, signs, strict=False)
        )
    return found


def seminar(
    row: dict[str, Any], cohort: Cohort, venues: dict[str, Venue], experts: dict[str, Expert], author: User
) -> None:
    """Its date was chosen in a poll, whose answers were carried over; what stood in its way was passed with a reason."""
    hours = [between(ahead(day), row["hours"]) for day in row["days"]]
    found = poll(row, cohort, hours, venues, author)
    session = planned(
        cohort, row, hours=hours[row["chosen"]], venue=venues[row["venue"]],
        experts=[experts[word] for word in row["experts"]], facilitator=author, state=SessionState.PUBLISHED,
    )  # fmt: skip
    lay_out(session, row | {"materials": "", "roles": ""})
    answers = {name: REPLIES[signs[row["chosen"]]] for name, signs in row["answers"].items()}
    invite(session, asked(cohort), answers)
    keep_passed(author, session, find_clashes(proposal_of(session)), row["reason"])
    session.passed_warnings.update(passed_at=ago(row["published"]))
    file = programme_of(row["title"], row["steps"], row["document"])
    SessionDocument.objects.create(session=session, file=file, added_by=author)
    found.state, found.session = PollState.CLOSED, session
    found.chosen = found.dates.order_by("starts_at")[row["chosen"]]
    found.save(update_fields=["state", "session", "chosen", "updated_at"])


def slots(row: dict[str, Any], cohort: Cohort, author: User) -> None:
    """Offered by the facilitator; two projects have booked, the third may, and one slot was taken back."""
    offer = SlotOffer.objects.create(cohort=cohort, note=row["note"], is_example=True, created_by=author)
    offer.facilitators.add(author)
    offered: dict[tuple[int, int], Slot] = {}
    for place, days in enumerate(row["days"]):
        for turn, starts in enumerate(row["hours"]):
            start = between(ahead(days), (starts, starts))[0]
            offered[place, turn] = Slot.objects.create(
                offer=offer, starts_at=start, ends_at=start + dt.timedelta(minutes=row["minutes"])
            )
    for slug, (place, turn) in row["booked"].items():
        book(offered[place, turn], slug, row["aim"], cohort, author)
    place, turn = row["withdrawn"]
    Slot.objects.filter(pk=offered[place, turn].pk).update(withdrawn_at=ago(-1))


def book(slot: Slot, slug: str, aim: str, cohort: Cohort, author: User) -> None:
    project = cohort.projects.get(slug=slug)
    session = Session.objects.create(
        cohort=cohort, form=SessionForm.MEETING, project=project, title=f"Rendez-vous · {project.name}", aim=aim,
        starts_at=slot.starts_at, ends_at=slot.ends_at, state=SessionState.PUBLISHED, is_example=True,
    )  # fmt: skip
    session.facilitators.add(author)
    people = {name: one for name, one in asked(cohort).items() if one.membership.project_id == project.pk}
    invite(session, people, {next(iter(people)): Reply.YES})
    Slot.objects.filter(pk=slot.pk).update(session=session)


def draft(
    row: dict[str, Any], cohort: Cohort, venues: dict[str, Venue], experts: dict[str, Expert], author: User
) -> None:
    """A seminar that nobody has been told of; without a day it waits for its date."""
    hours = between(ahead(row["day"]), row["hours"]) if "day" in row else None
    session = planned(
        cohort, row, hours=hours, venue=venues.get(row.get("venue", "")), state=SessionState.DRAFT,
        experts=[experts[word] for word in row.get("experts", ())], facilitator=author,
    )  # fmt: skip
    if hours:
        invite(session, asked(cohort), {})
        keep_passed(author, session, find_clashes(proposal_of(session)), row["reason"])


def invite(session: Session, people: dict[str, Participant], answers: dict[str, Reply]) -> None:
    Attendance.objects.bulk_create(
        Attendance(
            session=session,
            participant=person,
            structure=person.membership.structure,
            reply=answers.get(name, Reply.NONE),
        )
        for name, person in people.items()
    )
