"""Before a click that mails people, its button says to how many: the number read on the page is the outbox after it."""

import datetime as dt
import re

import pytest
import time_machine
from django.urls import reverse

from agenda import actions
from agenda.models import Session
from core.timetable import Interval
from tests import factories as make
from tests.agenda.telling import DAY, OTHER, VOULU, forget_mails, hours, mails, plan

pytestmark = pytest.mark.django_db
SAID = re.compile(r"écrire à (\d+)\s+personne")


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel(dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC), tick=False) as clock:
        yield clock


@pytest.fixture
def team(cast, sign_in):
    return sign_in(cast.facilitator)


def asked(client, **words):
    """What the button says once the form has asked what stands in the way."""
    html = client.get(reverse("agenda:clashes"), words, headers={"HX-Request": "true"}).content.decode()
    words = html.split('id="send-words"')[1]
    found = SAID.search(words)
    return int(found.group(1)) if found else 0


def told(day=DAY, starts="09:00", ends="12:30"):
    return {"day": day.isoformat(), "starts": starts, "ends": ends}


def sent():
    number = len({address for mail in mails() for address in mail.to})
    forget_mails()
    return number


@pytest.mark.parametrize(("form", "people"), [("workshop", 3), ("meeting", 2)])
def test_planning_says_to_how_many_an_invitation_goes(cast, team, form, people):
    cast.partner.is_active = form == "meeting"
    cast.partner.save(update_fields=["is_active"])
    make.ParticipantFactory(membership=cast.other_member.participations.get().membership)
    project = {"project": cast.project.pk} if form == "meeting" else {}
    words = {"cohort": "cohorte", "form": form, **told(), **project}

    assert asked(team, **words) == 0  # a draft
    assert asked(team, **words, publish="on") == people
    team.post(reverse("agenda:new_session"), words | {"publish": "on"})
    assert sent() == people


def test_planning_in_the_past_or_without_a_day_writes_to_nobody(cast, team):
    words = {"cohort": "cohorte", "form": "workshop", "publish": "on"}

    assert asked(team, **words) == 0
    assert asked(team, **words, **told(dt.date(2026, 11, 20))) == 0
    assert asked(team, **words, **told(dt.date(2026, 11, 23), "08:00", "09:00")) == 0


def test_the_form_opened_on_a_day_says_it_at_once(cast, team):
    html = team.get(reverse("agenda:new_session"), {"cohort": "cohorte", "day": DAY.isoformat()}).content.decode()

    assert SAID.search(html.split('id="send-words"')[1]).group(1) == "3"


def test_moving_and_changing_say_to_how_many_the_change_is_told(cast, team, november):
    venue = make.VenueFactory()
    session = plan(cast, publish=True)
    before = len(mails())
    own = cast.participant.participations.get().membership
    make.ParticipantFactory(membership=own, starts_on=OTHER)
    cast.partner.participations.update(ends_on=dt.date(2026, 12, 5))
    words = {"session": session.pk}

    assert asked(team, **words, **told()) == 0
    assert asked(team, **words, **told(OTHER)) == 4  # who was told, and who is there by then
    assert asked(team, whole="1", venue=venue.pk, **words, **told()) == 3
    assert "Déplacer et écrire" not in team.get(reverse("agenda:move_session", args=[session.pk])).content.decode()
    moved = told(OTHER) | {"seen": session.version, "why": "La salle", "reason": VOULU}
    assert team.post(reverse("agenda:move_session", args=[session.pk]), moved).status_code == 302
    november.shift(dt.timedelta(minutes=11))
    actions.tell_due()
    assert len(mails()) - before == 4


def test_a_draft_is_moved_without_a_word(cast, team):
    session = plan(cast)

    assert asked(team, session=session.pk, **told(OTHER)) == 0


def test_booking_moving_and_cancelling_say_to_how_many(cast, sign_in, november):
    other = make.FacilitationFactory(cohort=cast.cohort).user
    ranges = [interval(DAY, 9, 11)]
    offer = actions.offer_slots(
        actor=cast.facilitator, cohort=cast.cohort, facilitators=[cast.facilitator, other], ranges=ranges, minutes=60
    )
    first, second = offer.slots.order_by("starts_at")
    client, page = sign_in(cast.participant), reverse("agenda:project_slots", args=["projet"])
    address = {name: reverse(f"agenda:{name}", args=["projet", first.pk]) for name in ("book_slot", "move_booking")}

    assert SAID.search(client.get(address["book_slot"]).content.decode()).group(1) == "4"
    client.post(address["book_slot"], {"subject": "Le bail"})
    assert sent() == 4

    moving = client.get(page, {"move": first.pk}).content.decode()
    assert re.search(r"Déplacer ici et écrire à (\d+)", moving).group(1) == "4"
    client.post(address["move_booking"], {"to": second.pk})
    november.shift(dt.timedelta(minutes=11))
    actions.tell_due()
    assert sent() == 4

    cancelling = client.get(page).content.decode()
    assert re.search(r"Annuler et écrire à (\d+)", cancelling).group(1) == "4"
    client.post(reverse("agenda:cancel_booking", args=["projet", second.pk]))
    assert sent() == 4


def interval(day, start, end):
    return Interval(hours(day, start)["starts_at"], hours(day, end)["starts_at"])


def test_choosing_a_date_says_to_how_many_the_session_is_sent(cast, team):
    cast.other_member.is_active = False
    cast.other_member.save(update_fields=["is_active"])
    poll = actions.create_poll(
        actor=cast.facilitator, cohort=cast.cohort, form="workshop", dates=[interval(DAY, 9, 11)], answers_until=DAY
    )
    actions.open_poll(actor=cast.facilitator, poll=poll)
    forget_mails()
    address = reverse("agenda:choose_date", args=[poll.pk, poll.dates.get().pk])

    assert "inviter 2 personnes" in team.get(address).content.decode()
    team.post(address, {})
    assert Session.objects.filter(poll=poll).exists()
    assert sent() == 2
