"""Reminders of sessions and polls: what the pages say is what is sent, once each, and never in vain."""

import datetime as dt
import re

import pytest
import time_machine
from django.urls import reverse

from accounts.actions import set_paces
from accounts.enums import NoticeKind, Pace
from agenda import actions, queries
from agenda.enums import Availability, MailKind, Reply
from agenda.models import Poll, Session, SessionMail
from cohorts.actions import set_reminders
from core import jobs
from core.dates import combine
from core.enums import ReminderState
from core.errors import EditedElsewhere, Refused
from core.models import Heartbeat, ReminderRun
from core.timetable import Interval
from projects.actions import pause_project, wake_project
from tests import cast as cast_module
from tests import factories as make
from tests.agenda.telling import DAY, OTHER, forget_mails, link_in, mails, meeting, move, plan, written_to

pytestmark = pytest.mark.django_db
NINE = dt.time(9)
FORTNIGHT = combine(dt.date(2026, 11, 26), NINE)  # before OTHER, the 10th of December
TWO_DAYS = combine(dt.date(2026, 12, 8), NINE)


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel(dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC), tick=False) as clock:
        yield clock


def published(cast, day=OTHER, **facts):
    session = plan(cast, day, publish=True, **facts)
    forget_mails()
    return session


def reminders(session):
    return queries.session_reminders([Session.objects.get(pk=session.pk)])[session.pk]


def schedule(cast, **wanted):
    usual = {"session_days": [14, 2], "poll_days": [3, 1], "action_days": [3], "overdue": True, "hour": 9, "seen": 0}
    return set_reminders(actor=cast.facilitator, cohort=cast.cohort, **usual | wanted)


def answer(person, session, said):
    actions.reply(actor=person, session=session, answer=said)


def rest(cast, project=None, **days):
    days = {"starts_on": dt.date(2026, 11, 24), "ends_on": None} | days
    pause_project(actor=cast.facilitator, project=project or cast.project, reason="Récolte", **days)


def addresses(*users):
    return sorted(user.email for user in users)


# When


def test_a_session_is_reminded_of_a_fortnight_and_two_days_before(cast):
    session = published(cast)

    assert [(one.due_at, one.state, one.people) for one in reminders(session)] == [
        (FORTNIGHT, ReminderState.PLANNED, 3),
        (TWO_DAYS, ReminderState.PLANNED, 3),
    ]


def test_what_was_published_later_is_reminded_of_only_later(cast):
    assert [one.days for one in reminders(published(cast, DAY))] == [2]
    assert reminders(published(cast, dt.date(2026, 11, 25))) == []


def test_a_schedule_says_other_days_and_another_hour_and_makes_up_for_nothing(cast, november):
    session = published(cast)
    schedule(cast, session_days=[15, 7, 7], hour=18)

    assert [one.due_at for one in reminders(session)] == [
        combine(dt.date(2026, 11, 25), dt.time(18)),
        combine(dt.date(2026, 12, 3), dt.time(18)),
    ]
    november.move_to(dt.datetime(2026, 12, 4, 9, 0, tzinfo=dt.UTC))
    schedule(cast, session_days=[], seen=1)
    assert reminders(session) == []
    assert actions.send_reminders() == 0


def test_an_hour_stands_on_the_clock_on_both_sides_of_the_change(cast, november):
    november.move_to(dt.datetime(2026, 10, 1, 9, 0, tzinfo=dt.UTC))
    session = published(cast, dt.date(2026, 10, 26))

    assert [one.due_at.hour for one in reminders(session)] == [7, 7]  # 9:00 in Paris, before the night of the 25th
    assert combine(dt.date(2026, 10, 26), NINE).hour == 8


# To whom


def test_who_has_said_yes_or_no_is_not_reminded(cast, november):
    session = published(cast)
    answer(cast.participant, session, Reply.YES)
    answer(cast.partner, session, Reply.MAYBE)
    november.move_to(FORTNIGHT)

    assert actions.send_reminders() == 2
    assert written_to() == addresses(cast.partner, cast.other_member)
    assert "peut-être" in mails(cast.partner)[0].text


def test_a_person_of_two_structures_is_reminded_once_and_answers_for_both(cast, november):
    other = make.MembershipFactory(project=cast.other_project)
    make.ParticipantFactory(membership=other, user=cast.participant)
    session = published(cast)
    november.move_to(FORTNIGHT)
    actions.send_reminders()

    assert len(mails(cast.participant)) == 1
    answer(cast.participant, session, Reply.NO)
    assert cast.participant not in [reader.user for reader in reminders(session)[-1].readers]


def test_a_project_that_rests_is_left_in_peace_until_it_wakes(cast, november):
    session = published(cast)
    rest(cast)

    assert [one.people for one in reminders(session)] == [1, 1]
    november.move_to(FORTNIGHT)
    assert actions.send_reminders() == 1
    assert written_to() == [cast.other_member.email]
    wake_project(actor=cast.facilitator, project=cast.project)
    assert reminders(session)[-1].people == 3


def test_a_pause_that_ends_in_between_holds_back_the_first_alone(cast):
    session = published(cast)
    rest(cast, ends_on=dt.date(2026, 12, 1))

    assert [one.people for one in reminders(session)] == [1, 3]


def test_a_person_with_a_second_project_that_is_awake_is_reminded(cast):
    beside = make.MembershipFactory(project=cast.other_project)
    make.ParticipantFactory(membership=beside, user=cast.participant)
    session = published(cast)
    rest(cast)

    assert {reader.user for reader in reminders(session)[0].readers} == {cast.participant, cast.other_member}


def test_whoever_left_or_is_closed_is_not_reminded(cast):
    session = published(cast)
    part = cast.participant.participations.get()
    part.ends_on = dt.date(2026, 12, 1)
    part.save(update_fields=["ends_on"])
    cast.partner.is_active = False
    cast.partner.save(update_fields=["is_active"])

    assert [reader.user for reader in reminders(session)[0].readers] == [cast.other_member]


@pytest.mark.parametrize("state", ["draft", "cancelled"])
def test_a_session_that_is_not_to_be_held_has_no_reminder(cast, november, state):
    session = published(cast) if state == "cancelled" else plan(cast, OTHER)
    if state == "cancelled":
        actions.cancel_session(actor=cast.facilitator, session=session)
        forget_mails()
    november.move_to(FORTNIGHT)

    assert reminders(session) == []
    assert (actions.send_reminders(), mails()) == (0, [])


def test_how_often_a_person_wants_them_is_minded_and_told(cast, november):
    session = published(cast)
    set_paces(actor=cast.participant, wanted={NoticeKind.REMINDER: Pace.NONE})
    set_paces(actor=cast.partner, wanted={NoticeKind.REMINDER: Pace.DAILY})

    assert [(one.people, one.later) for one in reminders(session)] == [(1, 1), (1, 1)]
    november.move_to(FORTNIGHT)
    assert actions.send_reminders() == 1
    assert written_to() == [cast.other_member.email]
    assert cast.partner.notices.get().title.startswith("Votre réponse est attendue")
    assert ReminderRun.objects.get().later == 1


# What is sent


def test_a_reminder_asks_by_a_link_that_answers(cast, november, client):
    session = published(cast)
    november.move_to(FORTNIGHT)
    actions.send_reminders()
    mail = mails(cast.participant)[0]

    assert client.post(link_in(mail), {"answer": "yes"}).status_code == 200
    assert session.attendances.get(participant__user=cast.participant).reply == Reply.YES
    assert mail.subject.startswith("Votre réponse est attendue")
    assert mail.text.startswith("Bonjour ")
    assert "/l/notices/" in mail.text
    assert "/l/notices/" in mail.html
    assert set(SessionMail.objects.values_list("kind", flat=True)) == {MailKind.REMINDER}


def test_two_sessions_of_a_cohort_are_one_mail(cast, november):
    published(cast), published(cast, start=14)
    november.move_to(FORTNIGHT)

    actions.send_reminders()

    assert len(mails(cast.participant)) == 1
    assert mails(cast.participant)[0].subject == "Cohorte : 2 réponses attendues"
    assert [run.people for run in ReminderRun.objects.all()] == [3, 3]


def test_the_scheduler_knows_the_reminders():
    jobs.tick()

    assert Heartbeat.objects.filter(name="duty agenda.send_reminders").exists()


# Once


def test_a_reminder_leaves_once_however_often_the_scheduler_runs(cast, november):
    session = published(cast)
    november.move_to(FORTNIGHT - dt.timedelta(minutes=1))
    assert actions.send_reminders() == 0
    november.move_to(FORTNIGHT)

    assert [actions.send_reminders() for _ in range(3)] == [3, 0, 0]
    november.shift(dt.timedelta(hours=5))
    assert actions.send_reminders() == 0
    assert [(one.state, one.people) for one in reminders(session)] == [
        (ReminderState.SENT, 3),
        (ReminderState.PLANNED, 3),
    ]


def test_two_schedulers_at_once_send_each_reminder_once(race):
    cast = cast_module.build()
    with time_machine.travel(FORTNIGHT - dt.timedelta(days=3), tick=False):
        published(cast)
    with time_machine.travel(FORTNIGHT, tick=True):
        outcomes = race(actions.send_reminders, actions.send_reminders)

    assert sorted(outcomes) == [0, 3]
    assert len(mails()) == 3


def test_a_scheduler_that_was_stopped_for_a_day_catches_up_once(cast, november):
    session = published(cast)
    november.move_to(FORTNIGHT + dt.timedelta(days=1))

    assert [actions.send_reminders(), actions.send_reminders()] == [3, 0]
    assert reminders(session)[0].state == ReminderState.SENT


def test_of_two_that_are_late_the_first_is_left_out_and_said(cast, november, sign_in):
    session = published(cast)
    november.move_to(TWO_DAYS + dt.timedelta(hours=20))

    before = [one.state for one in reminders(session)]
    assert before == [ReminderState.SKIPPED, ReminderState.PLANNED]
    assert actions.send_reminders() == 3
    assert ReminderRun.objects.filter(state=ReminderState.SENT).count() == 1


def test_after_the_session_began_nothing_leaves_and_the_page_says_so(cast, november, sign_in):
    session = published(cast)
    november.move_to(combine(OTHER, NINE))

    assert (actions.send_reminders(), mails()) == (0, [])
    assert [one.state for one in reminders(session)] == [ReminderState.SKIPPED] * 2
    assert "pas parti" in sign_in(cast.facilitator).get(session.get_absolute_url()).content.decode()


def test_a_session_that_moves_is_reminded_of_before_its_new_day(cast, november):
    session = published(cast)
    november.move_to(FORTNIGHT)
    actions.send_reminders()
    later = dt.date(2026, 12, 17)
    move(cast, session, later, why="La salle")
    november.shift(dt.timedelta(minutes=30))
    actions.tell_due()

    assert [(one.days, one.state) for one in reminders(session)] == [
        (14, ReminderState.SENT),
        (14, ReminderState.PLANNED),
        (2, ReminderState.PLANNED),
    ]
    assert reminders(session)[1].due_at == combine(dt.date(2026, 12, 3), NINE)


# Polls


def poll(cast, **facts):
    dates = [morning(dt.date(2026, 12, 8)), morning(dt.date(2026, 12, 9))]
    found = actions.create_poll(
        actor=cast.facilitator, cohort=cast.cohort, form="workshop", dates=dates,
        answers_until=dt.date(2026, 12, 4), title="Date du séminaire", **facts,
    )  # fmt: skip
    actions.open_poll(actor=cast.facilitator, poll=found)
    forget_mails()
    return Poll.objects.get(pk=found.pk)


def morning(day):
    return Interval(combine(day, NINE), combine(day, dt.time(12)))


def poll_plan(row):
    return queries.poll_reminders([Poll.objects.get(pk=row.pk)])[row.pk]


def speak(cast, person, row):
    said = {date.pk: Availability.YES for date in row.dates.order_by("pk")}
    actions.answer_poll(actor=person, poll=row, answers=said)


def test_a_poll_is_reminded_of_before_its_last_day_to_those_who_have_not_answered(cast, november):
    row = poll(cast)
    speak(cast, cast.participant, row)
    rest(cast, cast.other_project)

    assert [(one.due_at, one.people) for one in poll_plan(row)] == [
        (combine(dt.date(2026, 12, 1), NINE), 1),
        (combine(dt.date(2026, 12, 3), NINE), 1),
    ]
    november.move_to(combine(dt.date(2026, 12, 1), NINE))
    assert [actions.send_reminders(), actions.send_reminders()] == [1, 0]
    assert written_to() == [cast.partner.email]
    assert "/l/poll/" in mails()[0].text
    assert mails()[0].text.startswith("Bonjour ")
    assert "/l/notices/" in mails()[0].text


@pytest.mark.parametrize("end", ["cancelled", "over"])
def test_a_poll_that_takes_no_answers_has_no_reminder(cast, november, end):
    row = poll(cast)
    if end == "cancelled":
        actions.cancel_poll(actor=cast.facilitator, poll=row)
    november.move_to(combine(dt.date(2026, 12, 1 if end == "cancelled" else 5), NINE))

    assert (actions.send_reminders(), mails()) == (0, [])


def test_whoever_was_reminded_by_hand_today_is_not_reminded_again(cast, november):
    row = poll(cast)
    november.move_to(combine(dt.date(2026, 12, 1), dt.time(8)))
    actions.remind_poll(actor=cast.facilitator, poll=row)
    forget_mails()
    november.shift(dt.timedelta(hours=1))

    assert (actions.send_reminders(), mails()) == (0, [])


def test_a_hand_reminds_as_many_as_the_button_says(cast, november):
    row = poll(cast)
    november.shift(dt.timedelta(hours=2))
    set_paces(actor=cast.other_member, wanted={NoticeKind.REMINDER: Pace.NONE})
    rest(cast, starts_on=dt.date(2026, 11, 23))

    assert queries.to_write_to(row) == 0
    with pytest.raises(Refused, match="appelez"):
        actions.remind_poll(actor=cast.facilitator, poll=row)
    wake_project(actor=cast.facilitator, project=cast.project)
    assert queries.to_write_to(row) == 2
    assert actions.remind_poll(actor=cast.facilitator, poll=row) == 2
    assert written_to() == addresses(cast.participant, cast.partner)


# What the pages say

PROJECT_QUERIES, DUE_QUERIES = 14, 4
TO = re.compile(r"(\d+\w* \w+ 2026 à 9 h 00).*?à (\d+) personne", re.DOTALL)


def said(html):
    """(when, to how many) of each line of the panel « Rappels »."""
    panel = html.split('id="reminders"')[1].split("</section>")[0].replace("\xa0", " ").replace("&nbsp;", " ")
    return [(when, int(people)) for when, people in TO.findall(panel)]


def test_the_pages_say_what_is_sent(cast, november, sign_in):
    """The sheet and the two projects' pages, read the day before, are the outbox of the day."""
    session = published(cast)
    answer(cast.partner, session, Reply.YES)
    sheet = said(sign_in(cast.facilitator).get(session.get_absolute_url()).content.decode())
    ours = said(sign_in(cast.participant).get(cast.project.get_absolute_url()).content.decode())
    theirs = said(sign_in(cast.other_member).get(cast.other_project.get_absolute_url()).content.decode())

    sent = []
    for due_at in (FORTNIGHT, TWO_DAYS):
        november.move_to(due_at)
        actions.send_reminders()
        sent.append(
            (len(mails()), len(mails(cast.participant)) + len(mails(cast.partner)), len(mails(cast.other_member)))
        )
        forget_mails()

    assert [people for _when, people in sheet] == [all_ for all_, _ours, _theirs in sent] == [2, 2]
    assert [people for _when, people in ours] == [ours for _all, ours, _theirs in sent]
    assert [people for _when, people in theirs] == [theirs for _all, _ours, theirs in sent]
    assert [when for when, _people in sheet] == ["26 novembre 2026 à 9 h 00", "8 décembre 2026 à 9 h 00"]
    html = sign_in(cast.facilitator).get(session.get_absolute_url()).content.decode()
    assert html.count("envoyé à 2 personnes") == 2


def test_the_page_of_a_poll_says_what_is_sent(cast, november, sign_in):
    row = poll(cast)
    speak(cast, cast.participant, row)
    page = said(sign_in(cast.facilitator).get(row.get_absolute_url()).content.decode())
    november.move_to(combine(dt.date(2026, 12, 1), NINE))

    assert page == [("1er décembre 2026 à 9 h 00", 2), ("3 décembre 2026 à 9 h 00", 2)]
    assert actions.send_reminders() == len(mails()) == 2


def test_a_project_that_rests_says_that_nobody_is_reminded(cast, sign_in):
    published(cast)
    rest(cast, starts_on=dt.date(2026, 11, 23))

    assert "aucun rappel ne part" in sign_in(cast.participant).get(cast.project.get_absolute_url()).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_reminders_of_a_project_take_a_constant_number_of_queries(cast, number, django_assert_num_queries):
    for turn in range(number):
        meeting(cast, start=9 + turn, publish=True)
        poll(cast)

    with django_assert_num_queries(PROJECT_QUERIES):
        assert len(queries.project_reminders(cast.administrator, cast.project)) == number * 3


@pytest.mark.parametrize("number", [1, 3])
def test_looking_for_what_is_due_takes_a_constant_number_of_queries(cast, november, number, django_assert_num_queries):
    for turn in range(number):
        published(cast, start=8 + 4 * turn)
    november.move_to(FORTNIGHT)

    with django_assert_num_queries(DUE_QUERIES):
        assert len(queries.sessions_to_remind()[cast.cohort.pk]) == number


# The settings


def test_the_team_says_when_people_are_reminded(cast, sign_in):
    client, address = sign_in(cast.facilitator), reverse("agenda:reminders", args=["cohorte"])
    told = {"session_days": "7 ; 1, 7", "poll_days": "", "action_days": "2", "hour": "18", "seen": "0"}

    wrong = [client.post(address, told | {"session_days": days}) for days in ("deux", "0", "90", "9 8 7 6 5 4")]
    saved = client.post(address, told, follow=True)
    late = client.post(address, told | {"session_days": "3"})
    shown = client.get(address).content.decode()

    assert [response.status_code for response in wrong] == [422] * 4
    assert "rappels sont enregistrés" in saved.content.decode()
    assert late.status_code == 409
    assert "7, 1" in late.content.decode()
    assert 'value="7, 1"' in shown
    assert cast.cohort.reminder_plan.overdue is False


def test_a_schedule_that_no_form_let_through_is_refused(cast):
    with pytest.raises(Refused):
        schedule(cast, session_days=[99])
    schedule(cast)
    with pytest.raises(EditedElsewhere):
        schedule(cast)
