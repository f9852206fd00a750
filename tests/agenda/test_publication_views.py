"""The page that publishes, what the sheet says of it, and the mail server that is away."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from agenda import actions
from agenda.models import Session
from core.enums import MailState
from core.models import OutboxMail
from tests.agenda.telling import DAY, OTHER, forget_mails, mails, meeting, move, plan

pytestmark = pytest.mark.django_db
FRAGMENT = {"HX-Request": "true"}
PAGE_QUERIES, SHEET_QUERIES, HISTORY_QUERIES = 17, 39, 29


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel(dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC), tick=False) as clock:
        yield clock


@pytest.fixture
def team(sign_in, cast):
    return sign_in(cast.facilitator)


def address(cast, name="publication"):
    return reverse(f"agenda:{name}", args=[cast.cohort.slug])


def text(response) -> str:
    return " ".join(response.content.decode().replace("\xa0", " ").replace("\u202f", " ").split())


def publish(team, cast, *sessions, people=3):
    keys = [session.pk for session in sessions]
    return team.post(address(cast), {"chosen": "1", "sessions": keys, "people": people})


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_takes_a_constant_number_of_queries(cast, team, number, django_assert_num_queries):
    for shift in range(number):
        plan(cast, DAY + dt.timedelta(days=shift))
        move(cast, plan(cast, OTHER + dt.timedelta(days=shift), 14, publish=True), OTHER, 9 + shift)
    team.get(address(cast))

    with django_assert_num_queries(PAGE_QUERIES):
        response = team.get(address(cast))

    assert len(response.context["found"]) == 2 * number
    assert "Publier et écrire à 3 personnes" in text(response)


@pytest.mark.parametrize("number", [1, 3])
def test_the_sheet_takes_a_constant_number_of_queries(cast, team, number, django_assert_num_queries):
    session = plan(cast, publish=True)
    for shift in range(number):
        move(cast, session, OTHER + dt.timedelta(days=shift), why=f"Raison {shift}")
        actions.publish_session(actor=cast.facilitator, session=session)
    move(cast, session, DAY)
    team.get(session.get_absolute_url())

    with django_assert_num_queries(SHEET_QUERIES):
        team.get(session.get_absolute_url())
    with django_assert_num_queries(HISTORY_QUERIES):
        response = team.get(session.get_absolute_url(), {"part": "history"})

    assert len(response.context["moves"]) == number + 1


def test_choosing_less_says_to_fewer_and_the_same_fragment_is_in_the_page(cast, team):
    common, own = plan(cast), meeting(cast, start=14)

    both = team.get(address(cast))
    fewer = team.get(address(cast), {"chosen": "1", "sessions": [own.pk]}, headers=FRAGMENT)
    none = team.get(address(cast), {"chosen": "1"}, headers=FRAGMENT)

    assert "écrire à 3 personnes" in text(both)
    assert "écrire à 2 personnes" in text(fewer)
    assert "<h1" not in text(fewer)
    assert "disabled" in text(none)
    assert common.title in text(both)


def test_publishing_says_what_it_did_and_keeps_it(cast, team):
    session = plan(cast, title="Atelier 5")

    response = publish(team, cast, session)

    after = text(team.get(response["Location"]))
    assert "un message part vers 3 personnes" in after
    assert "Tout est publié" in after
    assert "Atelier 5" in after
    assert not Session.objects.get(pk=session.pk).is_draft
    assert len(mails()) == 3


def test_a_past_session_is_not_chosen_and_can_be_published_without_a_mail(cast, team):
    session = plan(cast, dt.date(2026, 11, 19))

    page = team.get(address(cast))
    response = publish(team, cast, session, people=0)

    assert page.context["chosen"] == set()
    assert "Personne à qui écrire" in text(page)
    assert "Il n’y avait personne à qui écrire" in text(team.get(response["Location"]))
    assert mails() == []


@pytest.mark.parametrize(
    ("people", "more", "sentence"),
    [(2, [], "3 personnes recevraient un message, et non 2"), (3, [0], "entre-temps"), ("", [], "et non 0")],
)
def test_what_cannot_be_published_comes_back_with_its_sentence(cast, team, people, more, sentence):
    session = plan(cast)

    response = team.post(address(cast), {"chosen": "1", "sessions": [session.pk, *more], "people": people})

    assert response.status_code == 422
    assert sentence in text(response)
    assert f'value="{session.pk}"' in text(response)
    assert mails() == []


def test_nothing_chosen_is_said(cast, team):
    plan(cast)

    response = publish(team, cast, people=0)

    assert response.status_code == 422
    assert "Choisissez ce que vous publiez" in text(response)


def test_the_message_can_be_read_before_it_is_sent_as_one_person_would(cast, team):
    session = meeting(cast, title="Rendez-vous <b>1</b>")
    words = {"chosen": "1", "sessions": [session.pk], "person": cast.partner.pk}

    page = team.get(address(cast, "preview_message"), words)
    fragment = team.get(address(cast, "preview_message"), words, headers=FRAGMENT)
    nobody = team.get(address(cast, "preview_message"), {"chosen": "1"}, headers=FRAGMENT)

    assert f"À {cast.partner.email}" in text(page)
    assert "Rendez-vous &lt;b&gt;1&lt;/b&gt;" in text(page)
    assert f"Bonjour {cast.partner.name}," in text(fragment)
    assert "<h1" not in text(fragment)
    assert "Personne à qui écrire" in text(nobody)
    assert mails() == []


def test_the_button_of_a_draft_says_to_how_many(cast, team):
    session = meeting(cast)

    assert "Publier et écrire à 2 personnes" in text(team.get(session.get_absolute_url()))
    team.post(reverse("agenda:publish_session", args=[session.pk]))
    assert "Publier et écrire" not in text(team.get(session.get_absolute_url()))
    assert "Messages envoyés" in text(team.get(session.get_absolute_url(), {"part": "history"}))


def test_a_change_that_waits_says_when_and_to_how_many_and_can_be_told_now(cast, team, sign_in):
    session = plan(cast, publish=True)
    forget_mails()
    move(cast, session, why="La salle est prise.")

    html = text(team.get(session.get_absolute_url(), {"part": "history"}))
    member = text(sign_in(cast.participant).get(session.get_absolute_url()))
    team.post(reverse("agenda:publish_session", args=[session.pk]))

    assert "3 personnes recevront chacune un message vers 10 h 10" in html
    assert "Écrire maintenant à 3 personnes" in html
    for page in (html, member):
        assert "jeudi 10 décembre 2026" in page
        assert "La salle est prise." in page
        assert f"déplacée par {cast.facilitator}" in page
    assert "Écrire maintenant" not in member
    assert "Messages envoyés" not in member
    assert len(mails()) == 3
    assert "pas encore annoncée" not in text(team.get(session.get_absolute_url()))


def test_the_page_of_a_cancellation_says_to_how_many(cast, team):
    session, draft = plan(cast, publish=True), plan(cast, OTHER)

    published = team.post(reverse("agenda:cancel_session", args=[session.pk]))
    kept = team.post(reverse("agenda:cancel_session", args=[draft.pk]))

    assert "Annuler et écrire à 3 personnes" in text(published)
    assert "écrire à" not in text(kept)


def test_a_mail_server_that_is_away_is_said_on_the_pages_and_nothing_is_lost(cast, team, sign_in):
    session = plan(cast, publish=True)
    OutboxMail.objects.update(attempts=3, error="ConnectionRefusedError: 111")

    pages = [text(team.get(path)) for path in (reverse("agenda:agenda"), address(cast))]
    sheet = text(team.get(session.get_absolute_url(), {"part": "history"}))

    assert all("3 attendent" in page and "Rien n’est perdu" in page for page in pages)
    assert "3 en attente" in sheet
    assert "ne prend pas nos messages" not in text(sign_in(cast.participant).get(reverse("agenda:agenda")))


def test_what_was_not_delivered_is_shown_and_tried_again(cast, team):
    session = plan(cast, publish=True)
    failed = mails(cast.partner)[0]
    OutboxMail.objects.exclude(pk=failed.pk).update(state=MailState.SENT)
    OutboxMail.objects.filter(pk=failed.pk).update(state=MailState.FAILED, error="SMTPRecipientsRefused: 550")

    assert "1 message n’est pas arrivé" in text(team.get(session.get_absolute_url()))
    html = text(team.get(session.get_absolute_url(), {"part": "history"}))
    response = team.post(reverse("agenda:send_mails_again", args=[session.pk]), follow=True)

    assert f"{cast.partner}, {cast.partner.email}" in html
    assert "1 message repart" in text(response)
    assert OutboxMail.objects.get(pk=failed.pk).state == MailState.WAITING


def test_the_agenda_says_how_much_there_is_to_publish(cast, team):
    plan(cast)
    move(cast, plan(cast, OTHER, publish=True), OTHER, 14)

    assert "2 changements à publier" in text(team.get(reverse("agenda:agenda")))


TYPED = {"day": "2026-12-10", "starts": "09:00", "ends": "12:30"}


@pytest.mark.parametrize("name", ["move_session", "edit_session"])
def test_why_a_published_session_moves_is_asked(cast, team, name):
    session = plan(cast, title="Atelier 5", publish=True)
    path = reverse(f"agenda:{name}", args=[session.pk])
    typed = {**TYPED, "title": "Atelier 5", "seen": session.version}

    asked = text(team.get(path))
    without = team.post(path, typed)
    given = team.post(path, {**typed, "why": "La salle est prise."})

    assert "Pourquoi elle change" in asked
    assert (without.status_code, "why" in without.context["form"].errors) == (422, True)
    assert given.status_code == 302
    assert session.reschedules.get().reason == "La salle est prise."


def test_why_is_not_asked_to_undo_a_move_nor_of_a_draft_nor_of_what_is_over(cast, team):
    draft, moved = plan(cast, start=14), plan(cast, publish=True)
    over = plan(cast, dt.date(2026, 11, 18), publish=True)
    move(cast, moved, why="La salle est prise.")
    back = {"day": "2026-12-03", "starts": "09:00", "ends": "12:30"}

    for session, hours in (
        (draft, {**TYPED, "starts": "14:00", "ends": "17:00"}),
        (moved, back),
        (over, {**TYPED, "day": "2026-11-19"}),
    ):
        session.refresh_from_db()
        path = reverse("agenda:move_session", args=[session.pk])
        assert team.post(path, {**hours, "seen": session.version}).status_code == 302
    assert "Pourquoi elle change" not in text(team.get(reverse("agenda:edit_session", args=[draft.pk])))


def test_a_reason_that_is_too_long_has_its_sentence(cast, team):
    session = plan(cast, publish=True)

    response = team.post(
        reverse("agenda:move_session", args=[session.pk]), {**TYPED, "seen": session.version, "why": "x" * 301}
    )

    assert (response.status_code, "why" in response.context["form"].errors) == (422, True)
