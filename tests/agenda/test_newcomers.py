"""Who joins a project after its sessions were published is written to once; who leaves is left in peace."""

import datetime as dt

import pytest
import time_machine

from agenda import actions
from agenda.enums import MailKind, Reply
from agenda.models import SessionMail
from tests import cast as cast_module
from tests import factories as make
from tests.agenda.telling import DAY, OTHER, forget_mails, link_in, mails, meeting, move, plan, written_to

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel(dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC), tick=False) as clock:
        yield clock


def newcomer(cast, **facts):
    own = cast.participant.participations.get().membership
    return make.ParticipantFactory(membership=own, starts_on=dt.date(2026, 11, 23), **facts).user


def test_a_newcomer_gets_one_message_with_all_that_is_published(cast, client):
    sessions = [plan(cast, publish=True), plan(cast, OTHER, publish=True), meeting(cast, start=14, publish=True)]
    plan(cast, dt.date(2026, 12, 15))
    forget_mails()
    person = newcomer(cast)

    assert [actions.renew_lines_ahead() for _ in range(3)] == [4, 4, 4]

    (mail,) = mails()
    assert mail.to == [person.email]
    assert len(mail.parts) == 3
    assert set(SessionMail.objects.values_list("session", "kind")) == {
        (session.pk, MailKind.INVITATION) for session in sessions
    }
    assert client.post(link_in(mail), {"answer": "yes"}).status_code == 200
    assert sessions[0].attendances.get(participant__user=person).reply == Reply.YES


def test_a_second_structure_of_somebody_invited_is_no_news(cast):
    plan(cast, publish=True)
    forget_mails()
    beside = make.MembershipFactory(project=cast.other_project)
    make.ParticipantFactory(membership=beside, user=cast.participant)

    actions.renew_lines_ahead()

    assert mails() == []


def test_whoever_starts_after_a_session_or_has_a_closed_account_is_not_written_to(cast):
    plan(cast, publish=True)
    forget_mails()
    own = cast.participant.participations.get().membership
    make.ParticipantFactory(membership=own, starts_on=DAY + dt.timedelta(days=1))
    newcomer(cast, user=make.UserFactory(is_active=False))

    actions.renew_lines_ahead()

    assert mails() == []


def test_whoever_leaves_is_told_nothing_until_the_session_changes(cast, november):
    session = plan(cast, publish=True)
    forget_sessions = len(mails())
    part = cast.partner.participations.get()
    part.ends_on = dt.date(2026, 11, 30)
    part.save(update_fields=["ends_on"])

    actions.renew_lines_ahead()
    assert len(mails()) == forget_sessions
    assert not session.attendances.filter(participant=part).exists()

    part.ends_on = None
    part.save(update_fields=["ends_on"])
    actions.renew_lines_ahead()
    assert len(mails()) == forget_sessions  # the invitation of before is still the last word

    part.ends_on = dt.date(2026, 11, 30)
    part.save(update_fields=["ends_on"])
    actions.renew_lines_ahead()
    move(cast, session, why="La salle")
    november.shift(dt.timedelta(minutes=11))
    actions.tell_due()
    assert mails(cast.partner)[-1].subject.startswith("Vous n’êtes plus")


def test_two_schedulers_at_once_write_to_a_newcomer_once(race):
    cast = cast_module.build()
    plan(cast, publish=True)
    forget_mails()
    person = newcomer(cast)

    race(actions.renew_lines_ahead, actions.renew_lines_ahead)

    assert written_to() == [person.email]
