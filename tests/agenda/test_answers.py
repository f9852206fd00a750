"""Answering by the link of a mail: a page with buttons, once, and a sentence for everything that stands in the way."""

import datetime as dt

import pytest
import time_machine
from django.test import Client

from agenda import actions
from agenda.enums import Reply
from core.links import revoke
from core.models import Link, TrailEntry
from tests import cast as cast_module
from tests.agenda.telling import DAY, link_in, mails, plan

pytestmark = pytest.mark.django_db
PAGE_QUERIES = 6


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel(dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC), tick=False) as clock:
        yield clock


@pytest.fixture
def session(cast):
    return plan(cast, title="Atelier 5", publish=True)


@pytest.fixture
def link(cast, session):
    return link_in(mails(cast.participant)[0])


def text(response) -> str:
    return response.content.decode().replace("\xa0", " ").replace("\u202f", " ")


def reply_of(session, person):
    return session.attendances.get(participant__user=person).reply


def test_the_page_asks_and_writes_nothing_however_often_it_is_read(
    cast, session, link, client, django_assert_num_queries
):
    client.get(link)
    with django_assert_num_queries(PAGE_QUERIES):
        response = client.get(f"{link}?answer=no")

    assert response.status_code == 200
    assert "Atelier 5" in text(response)
    assert f"Vous répondez en tant que {cast.participant.name}" in text(response)
    assert reply_of(session, cast.participant) == Reply.NONE
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("answer", [Reply.YES, Reply.MAYBE, Reply.NO])
def test_an_answer_is_noted_for_the_person_of_the_mail_without_signing_in(cast, session, link, client, answer):
    response = client.post(link, {"answer": answer.value})

    assert response.status_code == 200
    assert "Merci, c’est noté" in text(response)
    assert reply_of(session, cast.participant) == answer
    assert reply_of(session, cast.partner) == Reply.NONE
    assert TrailEntry.objects.filter(actor=cast.participant, data={"reply": answer.value}).count() == 1


def test_a_link_answers_once_and_then_says_what_was_answered(cast, session, link, client):
    client.post(link, {"answer": "yes"})

    again = client.post(link, {"answer": "no"})
    read = client.get(link)

    assert (again.status_code, read.status_code) == (410, 410)
    assert "déjà servi" in text(read)
    assert "Votre réponse à ce jour : <b>oui</b>" in text(read)
    assert reply_of(session, cast.participant) == Reply.YES


def test_the_person_themselves_may_be_signed_in(cast, session, link, sign_in):
    assert sign_in(cast.participant).post(link, {"answer": "yes"}).status_code == 200


def test_another_person_signed_in_learns_nothing_and_answers_nothing(cast, session, link, sign_in):
    client = sign_in(cast.partner)

    responses = client.get(link), client.post(link, {"answer": "yes"})

    assert [response.status_code for response in responses] == [403, 403]
    assert all("quelqu’un d’autre" in text(response) and "Atelier 5" not in text(response) for response in responses)
    assert reply_of(session, cast.participant) == Reply.NONE


def test_a_wrong_answer_keeps_the_link(cast, session, link, client):
    response = client.post(link, {"answer": "perhaps"})

    assert response.status_code == 422
    assert "Répondez" in text(response)
    assert client.post(link, {"answer": "no"}).status_code == 200


def cancelled(cast, session, november):
    actions.cancel_session(actor=cast.facilitator, session=session)


def begun(cast, session, november):
    november.move_to(session.starts_at)


def long_over(cast, session, november):
    november.move_to(session.starts_at + dt.timedelta(days=40))


def withdrawn(cast, session, november):
    revoke(actions.REPLY_LINK, session.pk)


def expired(cast, session, november):
    Link.objects.update(expires_at=dt.datetime(2026, 11, 22, tzinfo=dt.UTC))


def not_invited(cast, session, november):
    cast.participant.participations.update(ends_on=DAY - dt.timedelta(days=1))
    actions.renew_lines(session)


@pytest.mark.parametrize(
    ("happens", "sentence"),
    [
        (cancelled, "prévue le jeudi 3 décembre 2026, est annulée"),
        (begun, "a commencé le jeudi 3 décembre 2026"),
        (long_over, "a commencé"),
        (withdrawn, "a été retiré"),
        (expired, "a expiré"),
        (not_invited, "n’êtes plus invité·e"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_stands_in_the_way_is_said(cast, session, link, client, november, happens, sentence):
    happens(cast, session, november)

    responses = client.get(link), client.post(link, {"answer": "yes"})

    assert [response.status_code for response in responses] == [410, 410]
    assert all(sentence in text(response) for response in responses)
    assert not session.attendances.filter(reply=Reply.YES).exists()


def test_an_unknown_link_is_not_found(client):
    assert client.get("/l/reply/abcdefghijklmnopqrstuvwxyz/").status_code == 404


def test_a_link_whose_session_is_gone_is_not_found(cast, session, link, client):
    Link.objects.update(subject=session.pk + 1000)

    assert client.get(link).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_of_two_answers_by_one_link_at_once_one_counts(race):
    cast = cast_module.build()
    session = plan(cast, publish=True)
    path = link_in(mails(cast.participant)[0])

    outcomes = race(*[lambda word=word: Client().post(path, {"answer": word}).status_code for word in ("yes", "no")])

    assert sorted(outcomes) == [200, 410]
    assert reply_of(session, cast.participant) in {Reply.YES, Reply.NO}
