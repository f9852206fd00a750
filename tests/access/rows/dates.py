"""Finding a date: polls and meeting slots."""

import datetime as dt

from agenda import actions
from agenda.models import Slot, SlotOffer
from core import links
from core.dates import today
from tests import factories as make
from tests.access.matrix import row
from tests.cast import Cast

SIGNED_IN = "302 200 200 200 200 200 200 200 200 200"
NEW = "302 404 403 403 403 403 403 404 200 200"
NEW_SENT = "302 404 403 403 403 403 403 404 302 302"
# A poll of the project: its present people see it, its team runs it.
SEEN = "302 404 404 200 404 404 200 404 200 200"
RUN = "302 404 404 403 404 404 403 404 200 200"
RUN_SENT = "302 404 404 403 404 404 403 404 302 302"
ANSWERED = "302 404 404 302 404 404 302 404 403 403"
# The participant's own link: their page when signed in, else the form behind it; nobody else's.
LINK = "200 410 410 410 410 410 302 410 410 410"
LINK_SENT = "302 410 410 410 410 410 302 410 410 410"


def poll(cast: Cast, **facts) -> dict:
    """A poll about a meeting of the project, asked of everybody who ever took part."""
    found = make.PollFactory(cohort=cast.cohort, form="meeting", project=cast.project, **facts)
    make.PollDateFactory(poll=found, starts_at=make.ahead(8))
    for person in ("participant", "partner", "left", "former"):
        make.PollVoiceFactory(poll=found, participant=cast.users[person].participations.get())
    return {"poll": found.pk}


def date(cast: Cast) -> dict:
    words = poll(cast)
    return words | {"date": make.PollDateFactory(poll_id=words["poll"], starts_at=make.ahead(9)).pk}


def link(cast: Cast) -> dict:
    key = poll(cast)["poll"]
    return {"token": links.make_link(cast.participant, "poll", key, make.ahead(9))}


def answers(cast: Cast) -> dict:
    return {f"date-{cast.project.polls.get().dates.get().pk}": "yes"}


def rows_of_dates(**facts: str) -> dict:
    return {"dates-TOTAL_FORMS": "1", "dates-INITIAL_FORMS": "0"} | facts


def made(cast: Cast) -> dict:
    day = (today() + dt.timedelta(days=9)).isoformat()
    row = {"dates-0-day": day, "dates-0-starts": "09:00", "dates-0-ends": "12:00"}
    return {
        "cohort": "cohorte",
        "form": "meeting",
        "project": cast.project.pk,
        "answers_until": today().isoformat(),
    } | rows_of_dates(**row)


def changed(cast: Cast) -> dict:
    return {"title": "Comité", "answers_until": today().isoformat(), "seen": "1"} | rows_of_dates()


# Slots are the affair of the team, and of whoever carries the project today.
ANY_TEAM = "302 403 403 403 403 403 403 200 200 200"
OFFERED = "302 404 404 404 404 404 404 404 200 200"
OFFERED_SENT = "302 404 404 404 404 404 404 404 302 302"
BOOKED = "302 404 404 200 403 403 200 404 200 200"
BOOK = "302 404 404 200 404 404 200 404 200 200"
BOOK_SENT = "302 404 404 302 404 404 302 404 302 302"


# For a structure alone: its own people and the team.
ALONE = "302 404 404 404 404 404 200 404 200 200"
ALONE_SENT = "302 404 404 404 404 404 302 404 302 302"


def project(cast: Cast) -> dict:
    return {"project": cast.project.slug}


def for_alone(cast: Cast) -> dict:
    return {"for": cast.structure.slug}


def offer(cast: Cast) -> dict:
    found = make.SlotOfferFactory(cohort=cast.cohort, team=[cast.facilitator])
    make.SlotFactory(offer=found, starts_at=make.ahead(8, 14))
    return {"offer": found.pk}


def slot(cast: Cast) -> dict:
    key = offer(cast)["offer"]
    return {"project": cast.project.slug, "slot": SlotOffer.objects.get(pk=key).slots.get().pk}


def booked(cast: Cast) -> dict:
    words = slot(cast)
    actions.book_slot(actor=cast.participant, project=cast.project, slot=Slot.objects.get(pk=words["slot"]))
    return words


def slot_alone(cast: Cast) -> dict:
    words = slot(cast)
    SlotOffer.objects.update(offered_to="structures")
    return words


def booked_alone(cast: Cast) -> dict:
    """Booked by the participant for their structure alone: its partners know nothing of it."""
    words, told = slot_alone(cast), {"project": cast.project, "structure": cast.structure}
    actions.book_slot(actor=cast.participant, slot=Slot.objects.get(pk=words["slot"]), **told)
    return words


def another(cast: Cast) -> dict:
    found = cast.cohort.slot_offers.get()
    return {"to": make.SlotFactory(offer=found, starts_at=make.ahead(8, 16)).pk}


def offered(cast: Cast) -> dict:
    day = (today() + dt.timedelta(days=9)).isoformat()
    row = {"ranges-0-day": day, "ranges-0-starts": "09:00", "ranges-0-ends": "12:00"}
    form = {"ranges-TOTAL_FORMS": "1", "ranges-INITIAL_FORMS": "0", "minutes": "60", "pause": "0", "notice_hours": "24"}
    form |= {"offered_to": "projects"}
    return {"cohort": "cohorte", "facilitators": [cast.facilitator.pk]} | form | row


ROWS = [
    row("agenda:polls", "GET", SIGNED_IN),
    row("agenda:new_poll", "GET", NEW, data=lambda cast: {"cohort": "cohorte"}),
    row("agenda:new_poll", "POST", NEW_SENT, data=made),
    row("agenda:poll", "GET", SEEN, words=poll),
    row("agenda:edit_poll", "GET", RUN, words=poll),
    row("agenda:edit_poll", "POST", RUN_SENT, words=poll, data=changed),
    row(
        "agenda:open_poll",
        "POST",
        "302 404 404 404 404 404 404 404 302 302",  # a draft is the team's alone
        words=lambda cast: poll(cast, state="draft"),
    ),
    row("agenda:remind_poll", "POST", RUN_SENT, words=poll),
    row("agenda:cancel_poll", "POST", RUN_SENT, words=poll),
    row(
        "agenda:reopen_poll",
        "POST",
        RUN_SENT,
        words=lambda cast: poll(cast, state="cancelled"),
        data=lambda cast: {"answers_until": today().isoformat()},
    ),
    row("agenda:choose_date", "GET", RUN, words=date),
    row("agenda:choose_date", "POST", RUN_SENT, words=date),
    row("agenda:answer_poll", "POST", ANSWERED, words=poll, data=answers),
    row("agenda:poll_link", "GET", LINK, words=link),
    row("agenda:poll_link", "POST", LINK_SENT, words=link, data=answers),
    row("agenda:slot_offers", "GET", ANY_TEAM),
    row("agenda:new_offer", "GET", NEW, data=lambda cast: {"cohort": "cohorte"}),
    row("agenda:new_offer", "POST", NEW_SENT, data=offered),
    row("agenda:slot_offer", "GET", OFFERED, words=offer),
    row("agenda:withdraw_slots", "POST", OFFERED_SENT, words=offer),
    row("agenda:project_slots", "GET", BOOKED, words=project),
    row("agenda:book_slot", "GET", BOOK, words=slot),
    row("agenda:book_slot", "POST", BOOK_SENT, words=slot),
    row("agenda:move_booking", "POST", BOOK_SENT, words=booked, data=another),
    row("agenda:cancel_booking", "POST", BOOK_SENT, words=booked),
]

# The same doors where the meeting is one structure’s alone.
VARIANTS = [
    row("agenda:project_slots", "GET", ALONE, words=project, data=for_alone),
    row("agenda:book_slot", "GET", ALONE, words=slot_alone, data=for_alone),
    row("agenda:book_slot", "POST", ALONE_SENT, words=slot_alone, data=for_alone),
    row("agenda:move_booking", "POST", ALONE_SENT, words=booked_alone, data=another),
    row("agenda:cancel_booking", "POST", ALONE_SENT, words=booked_alone),
]
