"""A person's own calendar: a secret address, what it holds, and what it says once it is withdrawn."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from agenda import actions
from agenda.models import CalendarFeed, Session
from core.dates import combine
from core.models import TrailEntry
from tests import cast as cast_module
from tests import factories as make
from tests.agenda.telling import DAY, hours, meeting, plan
from tests.calendars import Khal, events

pytestmark = pytest.mark.django_db
FEED_QUERIES, PAGE_QUERIES = 2, 9


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel(dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC), tick=False) as clock:
        yield clock


def follow(client, person, **headers):
    token = actions.renew_feed(actor=person)
    return client.get(reverse("agenda:feed", args=[token]), headers=headers)


def titles(response):
    return sorted(str(event["summary"]) for event in events(response.content.decode()))


@pytest.fixture
def calendar(cast):
    """Sessions of every state, of the person's project and of others, in and out of the thirty days."""
    Session.objects.all().delete()
    plan(cast, title="Atelier", publish=True)
    plan(cast, title="Brouillon", start=14)
    meeting(cast, title="Rendez-vous", day=DAY + dt.timedelta(days=1), publish=True)
    meeting(cast, title="Voisin", day=DAY + dt.timedelta(days=2), project=cast.other_project, publish=True)
    plan(cast, title="Récent", day=dt.date(2026, 10, 26), publish=True)
    plan(cast, title="Ancien", day=dt.date(2026, 10, 20), publish=True)
    off = plan(cast, title="Annulé", day=DAY + dt.timedelta(days=4), publish=True)
    actions.cancel_session(actor=cast.facilitator, session=off)
    plan(cast, title="Un jour", starts_at=None, ends_at=None)
    return cast


@pytest.mark.parametrize(
    ("person", "seen"),
    [
        ("participant", ["Annulé", "Atelier", "Rendez-vous", "Récent"]),
        ("other_member", ["Annulé", "Atelier", "Récent", "Voisin"]),
        ("former", []),
        ("applicant", []),
        ("other_facilitator", []),
        ("facilitator", ["Annulé", "Atelier", "Brouillon : Brouillon", "Rendez-vous", "Récent", "Voisin"]),
    ],
)
def test_a_feed_holds_what_its_person_sees_for_thirty_days_back_and_all_to_come(calendar, client, person, seen):
    response = follow(client, calendar.users[person])

    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert [title.replace("\xa0", " ") for title in titles(response)] == seen


def test_the_team_may_follow_only_what_they_facilitate(cast, client):
    plan(cast, title="Le mien", facilitators=[cast.facilitator])
    plan(cast, title="Un autre", start=14)
    token = actions.renew_feed(actor=cast.facilitator, only_mine=True)

    response = client.get(reverse("agenda:feed", args=[token]))

    assert [title.replace("\xa0", " ") for title in titles(response)] == ["Brouillon : Le mien"]
    actions.renew_feed(actor=cast.participant, only_mine=True)
    assert not CalendarFeed.objects.get(user=cast.participant).only_mine


def test_nobody_is_named_in_a_feed(cast, client):
    plan(cast, publish=True)

    text = follow(client, cast.facilitator).content.decode()

    assert "ATTENDEE" not in text
    assert cast.participant.name not in text


@pytest.mark.parametrize("number", [1, 30])
def test_a_feed_takes_a_constant_number_of_queries(cast, client, number, django_assert_num_queries):
    for shift in range(number):
        make.SessionFactory(cohort=cast.cohort, venue=make.VenueFactory(), **hours(DAY + dt.timedelta(days=shift)))
    address = reverse("agenda:feed", args=[actions.renew_feed(actor=cast.participant)])
    client.get(address)

    with django_assert_num_queries(FEED_QUERIES):
        response = client.get(address)

    assert len(titles(response)) == number


def test_a_program_that_has_it_already_is_told_so_until_something_changes(cast, client):
    session = plan(cast, publish=True)
    address = reverse("agenda:feed", args=[actions.renew_feed(actor=cast.participant)])
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    actions.cancel_session(actor=cast.facilitator, session=session)
    changed = client.get(address, headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert again["Cache-Control"] == "private, no-cache"
    assert changed.status_code == 200
    assert str(events(changed.content.decode())[0]["status"]) == "CANCELLED"


def test_the_feed_and_the_mail_name_a_session_alike(cast, client):
    from tests.agenda.telling import calendar_of, mails

    plan(cast, publish=True)
    fed, mailed = (
        events(follow(client, cast.participant).content.decode()),
        events(calendar_of(mails(cast.participant)[0])),
    )

    assert fed[0]["uid"] == mailed[0]["uid"]
    assert fed[0]["sequence"] == mailed[0]["sequence"]


@pytest.mark.parametrize(
    "day", [dt.date(2027, 3, 27), dt.date(2027, 3, 29), dt.date(2027, 10, 30), dt.date(2027, 11, 1)]
)
def test_an_independent_program_reads_nine_o_clock_beside_both_clock_changes(cast, client, tmp_path, day):
    make.SessionFactory(
        cohort=cast.cohort, title="Atelier", starts_at=combine(day, dt.time(9)), ends_at=combine(day, dt.time(12, 30))
    )
    khal = Khal(tmp_path)
    khal.take(follow(client, cast.participant).content.decode())

    assert [(row.starts, row.ends) for row in khal.shows(day, day)] == [(f"{day} 09:00", f"{day} 12:30")]


def test_the_address_is_shown_once_and_nothing_of_it_is_kept(cast, sign_in):
    client = sign_in(cast.participant)
    page = reverse("agenda:my_calendar")

    made = client.post(reverse("agenda:renew_feed"))
    address = made.context["addresses"]["https"]
    token = address.rpartition("/")[2].removesuffix(".ics")

    assert address in made.content.decode()
    assert made.context["addresses"]["webcal"].startswith("webcal://")
    assert made["Cache-Control"] == "private, no-store"
    assert token not in client.get(page).content.decode()
    assert token not in str(CalendarFeed.objects.values()) + str(TrailEntry.objects.values())


def test_a_new_address_stops_the_old_one_and_a_withdrawn_one_says_so(cast, sign_in, client):
    person = sign_in(cast.participant)
    first, second = (actions.renew_feed(actor=cast.participant) for _ in range(2))
    old, new = (reverse("agenda:feed", args=[token]) for token in (first, second))

    assert [client.get(path).status_code for path in (old, new)] == [410, 200]
    person.post(reverse("agenda:revoke_feed"))
    gone = client.get(new)
    assert gone.status_code == 410
    assert "a été retirée" in gone.content.decode()
    assert "BEGIN:VCALENDAR" not in gone.content.decode()
    twice = person.post(reverse("agenda:revoke_feed"), follow=True)
    assert "a déjà été retirée" in twice.content.decode()


def test_a_closed_account_feeds_nothing_and_an_unknown_address_is_not_found(cast, client):
    token = actions.renew_feed(actor=cast.participant)
    cast.participant.is_active = False
    cast.participant.save(update_fields=["is_active"])

    assert client.get(reverse("agenda:feed", args=[token])).status_code == 410
    assert client.get(reverse("agenda:feed", args=["x" * 43])).status_code == 404


@pytest.mark.parametrize("made", [False, True])
def test_the_page_takes_a_constant_number_of_queries(cast, sign_in, made, django_assert_num_queries):
    client = sign_in(cast.participant)
    if made:
        actions.renew_feed(actor=cast.participant)
    client.get(reverse("agenda:my_calendar"))

    with django_assert_num_queries(PAGE_QUERIES):
        html = client.get(reverse("agenda:my_calendar")).content.decode()

    assert ("Vous avez une adresse" in html) == made


@pytest.mark.django_db(transaction=True)
def test_two_renewals_at_once_leave_one_good_address(race):
    cast = cast_module.build()

    outcomes = race(*[lambda: actions.renew_feed(actor=cast.participant)] * 2)

    assert all(isinstance(outcome, str) for outcome in outcomes)
    assert CalendarFeed.objects.good().count() == 1
