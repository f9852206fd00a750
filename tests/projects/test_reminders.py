"""Whoever has something to do is reminded before its day and once after it: as the pages say, once each."""

import datetime as dt

import pytest
import time_machine

from accounts.actions import set_paces
from accounts.enums import NoticeKind, Pace
from cohorts.actions import set_reminders
from core import jobs
from core.dates import combine
from core.enums import ReminderState
from core.errors import Refused
from core.models import Heartbeat, OutboxMail, ReminderRun
from projects import actions, queries
from projects.enums import ActionState
from projects.models import Action
from tests import cast as cast_module
from tests import factories as make

pytestmark = pytest.mark.django_db
DUE = dt.date(2026, 12, 10)
BEFORE, AFTER = (combine(day, dt.time(9)) for day in (dt.date(2026, 12, 7), dt.date(2026, 12, 11)))
LINES_QUERIES = 7


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel(dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC), tick=False) as clock:
        yield clock


def action(cast, **facts):
    owner = {} if "person" in facts else {"structure": cast.structure}
    facts = {"text": "Relire le bail", "due_on": DUE} | owner | facts
    return actions.add_action(actor=cast.facilitator, project=cast.project, **facts)


def reminders(row):
    [row] = Action.objects.filter(pk=row.pk).select_related("project__cohort")
    return queries.action_reminders([row])[row.pk]


def mails():
    return list(OutboxMail.objects.order_by("pk"))


def rest(cast, **days):
    days = {"starts_on": dt.date(2026, 11, 24), "ends_on": None} | days
    actions.pause_project(actor=cast.facilitator, project=cast.project, reason="Récolte", **days)


def test_an_action_is_reminded_of_before_its_day_and_once_after(cast, november):
    row = action(cast)

    assert [(one.due_at, one.people) for one in reminders(row)] == [(BEFORE, 1), (AFTER, 1)]
    november.move_to(BEFORE)
    assert [actions.send_action_reminders() for _ in range(2)] == [1, 0]
    november.move_to(AFTER)
    assert [actions.send_action_reminders() for _ in range(2)] == [1, 0]
    november.shift(dt.timedelta(days=1))
    assert actions.send_action_reminders() == 0
    assert [mail.to for mail in mails()] == [[cast.participant.email]] * 2
    assert "c’était à faire" not in mails()[0].text
    assert "c’était à faire d’ici le 10" in mails()[1].text.replace("\xa0", " ")
    assert mails()[0].subject.startswith("Rappel · ")
    assert mails()[0].text.startswith("Bonjour ")
    assert "\n- Relire le bail\n" in mails()[0].text
    assert [(one.state, one.people) for one in reminders(row)] == [(ReminderState.SENT, 1)] * 2


def test_the_mail_answers_without_signing_in(cast, november, client):
    row = action(cast)
    november.move_to(BEFORE)
    actions.send_action_reminders()
    address = mails()[0].text[mails()[0].text.index("/l/action/") :].split()[0]

    assert client.post(address, {"state": "done", "reason": "", "seen": "1"}).status_code == 200
    row.refresh_from_db()
    assert row.state == ActionState.DONE
    assert "/l/notices/" in mails()[0].text


@pytest.mark.parametrize("state", [state for state in ActionState if state != ActionState.OPEN])
def test_what_is_settled_is_not_reminded_of(cast, november, state):
    row = action(cast)
    actions.settle_action(actor=cast.participant, action=row, state=state)
    november.move_to(BEFORE)

    assert (reminders(row), actions.send_action_reminders(), mails()) == ([], 0, [])


def test_a_project_that_rests_is_left_in_peace(cast, november):
    row = action(cast)
    rest(cast, ends_on=dt.date(2026, 12, 8))

    assert [one.people for one in reminders(row)] == [0, 1]
    november.move_to(BEFORE)
    assert (actions.send_action_reminders(), mails()) == (0, [])


def test_all_that_a_person_has_to_do_is_one_mail(cast, november):
    action(cast), action(cast, person=cast.participant), action(cast, person=cast.partner)
    november.move_to(BEFORE)

    assert actions.send_action_reminders() == 2
    assert mails()[0].text.count("/l/action/") == 2
    assert [run.people for run in ReminderRun.objects.order_by("subject")] == [1, 1, 1]


def test_an_action_without_a_day_or_whose_owner_left_reminds_nobody(cast, november):
    row = action(cast, due_on=None)
    left = make.ActionFactory(project=cast.project, structure=cast.left_structure, due_on=DUE)

    assert (reminders(row), [one.people for one in reminders(left)]) == ([], [0, 0])
    november.move_to(BEFORE)
    assert actions.send_action_reminders() == 0


def test_of_two_that_are_late_the_first_is_left_out(cast, november):
    row = action(cast)
    november.move_to(AFTER + dt.timedelta(hours=2))

    assert actions.send_action_reminders() == 1
    assert [one.state for one in reminders(row)] == [ReminderState.SKIPPED, ReminderState.SENT]


def test_after_two_weeks_nobody_is_told_that_it_is_late(cast, november):
    row = action(cast)
    november.move_to(AFTER + dt.timedelta(days=15))

    assert actions.send_action_reminders() == 0
    assert [one.state for one in reminders(row)] == [ReminderState.SKIPPED] * 2


def test_an_edition_says_other_days_and_no_day_after(cast):
    days = {"session_days": [], "poll_days": [], "action_days": [5, 1], "overdue": False, "hour": 18, "seen": 0}
    row = action(cast)
    set_reminders(actor=cast.facilitator, cohort=cast.cohort, **days)

    assert [one.due_at for one in reminders(row)] == [combine(dt.date(2026, 12, day), dt.time(18)) for day in (5, 9)]


def test_two_schedulers_at_once_send_a_reminder_once(race):
    cast = cast_module.build()
    action(cast)
    with time_machine.travel(BEFORE, tick=True):
        outcomes = race(actions.send_action_reminders, actions.send_action_reminders)

    assert sorted(outcomes) == [0, 1]
    assert len(mails()) == 1


def test_how_often_a_person_wants_them_is_minded(cast, november):
    row = action(cast)
    set_paces(actor=cast.participant, wanted={NoticeKind.ACTION: Pace.WEEKLY})

    assert [(one.people, one.later) for one in reminders(row)] == [(0, 1), (0, 1)]
    november.move_to(BEFORE)
    assert actions.send_action_reminders() == 0
    assert "d’ici le 10" in cast.participant.notices.get().title
    november.move_to(AFTER)
    actions.send_action_reminders()
    assert "échéance passée" in cast.participant.notices.last().title
    set_paces(actor=cast.participant, wanted={NoticeKind.ACTION: Pace.NONE})
    with pytest.raises(Refused, match="appelez"):
        actions.remind_action(actor=cast.facilitator, action=action(cast))


def test_the_pages_say_what_is_sent(cast, november, sign_in):
    make.ParticipantFactory(membership=cast.participant.participations.get().membership)
    row = action(cast)
    pages = [sign_in(cast.facilitator).get(one.get_absolute_url()).content.decode() for one in (row, cast.project)]
    november.move_to(BEFORE)

    assert all("7 décembre 2026 à 9 h 00" in page.replace("\xa0", " ") for page in pages)
    assert all("à 2 personnes" in page for page in pages)
    assert actions.send_action_reminders() == len(mails()) == 2


@pytest.mark.parametrize("number", [1, 3])
def test_the_reminders_take_a_constant_number_of_queries(cast, number, django_assert_num_queries):
    for _ in range(number):
        action(cast)

    with django_assert_num_queries(LINES_QUERIES):
        assert len(queries.project_action_reminders(cast.project)) == number * 2


def test_the_scheduler_knows_the_reminders_of_actions():
    jobs.tick()

    assert Heartbeat.objects.filter(name="duty projects.send_action_reminders").exists()
