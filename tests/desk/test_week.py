"""The week ahead by mail: for whoever asked for it, on Monday, once, and not when it is empty."""

import datetime as dt

import pytest
import time_machine

from accounts.actions import set_paces
from accounts.enums import NoticeKind, Pace
from core import jobs
from core.models import Heartbeat, OutboxMail
from desk.week import send_weeks, week_of
from tests import cast as cast_module
from tests import factories as make
from tests.agenda.telling import plan

pytestmark = pytest.mark.django_db
MONDAY = dt.date(2026, 11, 30)
SEVEN = dt.datetime(2026, 11, 30, 6, 0, tzinfo=dt.UTC)
WEEK_QUERIES = 3


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel(dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC), tick=False) as clock:
        yield clock


def wants(*people):
    for person in people:
        set_paces(actor=person, wanted={NoticeKind.DIGEST: Pace.WEEKLY})


def mails():
    return list(OutboxMail.objects.order_by("pk"))


def filled(cast):
    """A session on Thursday, one the week after, an action due and one far away."""
    plan(cast, dt.date(2026, 12, 3), publish=True, facilitators=[cast.facilitator], title="Jeudi")
    plan(cast, dt.date(2026, 12, 10), publish=True, title="Plus tard")
    plan(cast, dt.date(2026, 12, 4), title="Brouillon")
    for text, day in (("Relire le bail", 6), ("Loin", 20)):
        make.ActionFactory(project=cast.project, structure=cast.structure, text=text, due_on=dt.date(2026, 12, day))
    OutboxMail.objects.all().delete()


def test_it_leaves_on_monday_at_seven_once_to_those_who_asked(cast, november):
    wants(cast.participant, cast.facilitator)
    filled(cast)
    november.move_to(SEVEN - dt.timedelta(minutes=1))
    assert send_weeks() == 0
    november.move_to(SEVEN)

    assert [send_weeks() for _ in range(2)] == [2, 0]

    theirs, team = sorted(mails(), key=lambda mail: mail.to != [cast.participant.email])
    assert theirs.subject.replace("\xa0", " ") == "Votre semaine du 30 novembre 2026"
    assert "Jeudi" in theirs.text
    assert "Relire le bail" in theirs.text
    assert "/l/notices/" in theirs.text
    assert "Jeudi" in team.text
    assert "Relire" not in team.text
    assert not any(word in mail.text for mail in mails() for word in ("Plus tard", "Brouillon", "Loin"))


def test_an_empty_week_and_one_that_was_missed_are_not_sent(cast, november):
    wants(cast.other_member, cast.participant)
    filled(cast)
    cast.participant.is_active = False
    cast.participant.save(update_fields=["is_active"])
    november.move_to(SEVEN + dt.timedelta(days=3))

    assert (send_weeks(), mails()) == (0, [])
    november.move_to(SEVEN + dt.timedelta(days=21))
    assert (send_weeks(), mails()) == (0, [])


def test_a_scheduler_that_was_stopped_catches_up_until_wednesday(cast, november):
    wants(cast.participant)
    filled(cast)
    november.move_to(SEVEN + dt.timedelta(hours=30))

    assert [send_weeks(), send_weeks()] == [1, 0]


def test_two_schedulers_at_once_write_once(race):
    cast = cast_module.build()
    wants(cast.participant)
    filled(cast)
    with time_machine.travel(SEVEN, tick=True):
        outcomes = race(send_weeks, send_weeks)

    assert sorted(outcomes) == [0, 1]


@pytest.mark.parametrize("number", [1, 3])
def test_a_week_takes_a_constant_number_of_queries(cast, november, number, django_assert_num_queries):
    for turn in range(number):
        plan(cast, dt.date(2026, 12, 3), start=8 + 4 * turn, publish=True, title="Jeudi")
        make.ActionFactory(project=cast.project, structure=cast.structure, due_on=MONDAY)
    november.move_to(SEVEN)

    with django_assert_num_queries(WEEK_QUERIES):
        week = week_of(cast.participant, MONDAY)

    assert (len(week.sessions), len(week.actions), week.is_empty) == (number, number, False)


def test_the_scheduler_knows_it():
    jobs.tick()

    assert Heartbeat.objects.filter(name="duty desk.send_weeks").exists()
