import datetime as dt

import pytest
from django.urls import reverse

from agenda import actions
from agenda.enums import PollState
from agenda.models import Poll, PollAnswer, Session
from core import links
from core.dates import format_day, now, today
from core.models import Link, OutboxMail
from tests import factories as make

pytestmark = pytest.mark.django_db

NEW = reverse("agenda:new_poll")
LIST_QUERIES, RESULT_QUERIES, OWN_QUERIES, LINK_QUERIES = 17, 36, 15, 6


@pytest.fixture
def team(sign_in, cast):
    return sign_in(cast.facilitator)


@pytest.fixture
def member(sign_in, cast):
    return sign_in(cast.participant)


@pytest.fixture
def poll(cast):
    """Two dates asked of the people of the project."""
    row = make.PollFactory(cohort=cast.cohort, form="meeting", project=cast.project, title="Comité")
    for days in (8, 9):
        make.PollDateFactory(poll=row, starts_at=make.ahead(days))
    for person in (cast.participant, cast.partner):
        make.PollVoiceFactory(poll=row, participant=person.participations.get())
    return row


def text(response) -> str:
    return response.content.decode()


def dates(poll):
    return list(poll.dates.proposed().order_by("starts_at"))


def link_to(poll, person, **facts) -> str:
    token = links.make_link(person, "poll", poll.pk, facts.get("until", make.ahead(9, 18)))
    return reverse("agenda:poll_link", args=[token])


def rows(*told, prefix="dates") -> dict:
    data = {f"{prefix}-TOTAL_FORMS": str(len(told)), f"{prefix}-INITIAL_FORMS": "0"}
    for place, row in enumerate(told):
        data |= {f"{prefix}-{place}-{name}": value for name, value in row.items()}
    return data


def day(n: int) -> str:
    return (today() + dt.timedelta(days=n)).isoformat()


def good(cast, *told, **facts) -> dict:
    told = told or ({"day": day(10), "starts": "09:00", "ends": "12:00"},)
    data = {"cohort": "cohorte", "form": "meeting", "project": cast.project.pk, "answers_until": day(5)}
    return data | facts | rows(*told)


# Constant queries


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_a_constant_number_of_queries(cast, team, number, django_assert_num_queries):
    for _ in range(number):
        row = make.PollFactory(cohort=cast.cohort, form="meeting", project=cast.project)
        make.PollDateFactory(poll=row)
        make.PollVoiceFactory(poll=row, participant=cast.participant.participations.get())
    team.get(reverse("agenda:polls"))

    with django_assert_num_queries(LIST_QUERIES):
        response = team.get(reverse("agenda:polls"))

    assert len(response.context["lines"]) == number


@pytest.mark.parametrize("number", [1, 3])
def test_the_result_takes_a_constant_number_of_queries(cast, team, number, django_assert_num_queries):
    row = make.PollFactory(cohort=cast.cohort, venue=make.VenueFactory())
    row.facilitators.set([cast.facilitator])
    make.PollVoiceFactory(poll=row, participant=cast.participant.participations.get())
    for _ in range(number):
        date = make.PollDateFactory(poll=row)
        make.SessionFactory(starts_at=date.starts_at, venue=row.venue)
        part = make.ParticipantFactory(membership__project=cast.project)
        make.PollAnswerFactory(voice=make.PollVoiceFactory(poll=row, participant=part), date=date)
    team.get(row.get_absolute_url())

    with django_assert_num_queries(RESULT_QUERIES):
        response = team.get(row.get_absolute_url())

    assert len(response.context["dates"]) == number


@pytest.mark.parametrize("number", [1, 3])
def test_the_answer_pages_take_a_constant_number_of_queries(cast, member, client, number, django_assert_num_queries):
    row = make.PollFactory(cohort=cast.cohort)
    make.PollVoiceFactory(poll=row, participant=cast.participant.participations.get())
    for _ in range(number):
        make.PollDateFactory(poll=row)
    link = link_to(row, cast.participant)
    member.get(row.get_absolute_url())

    with django_assert_num_queries(OWN_QUERIES):
        member.get(row.get_absolute_url())
    with django_assert_num_queries(LINK_QUERIES):
        client.get(link)


# Making a poll


def test_several_dates_come_from_one_form_half_days_and_own_hours_together(cast, team):
    make.SessionKindFactory(cohort=cast.cohort, slug="matin")
    make.SessionKindFactory(cohort=cast.cohort, slug="apres-midi", starts_at=dt.time(14), ends_at=dt.time(17, 30))

    answer = team.post(
        NEW,
        good(
            cast,
            {"day": day(10), "halves": ["matin", "apres-midi"]},
            {"day": day(11), "starts": "10:00", "ends": "11:30"},
            {"day": day(12), "halves": ["matin"], "starts": "18:00", "ends": "20:00"},
            {"day": "", "starts": "", "ends": ""},
        ),
    )

    made = Poll.objects.get()
    assert answer.url == made.get_absolute_url()
    assert made.is_draft
    assert [row.starts_at for row in dates(made)] == [
        make.ahead(10), make.ahead(10, 14), make.ahead(11, 10), make.ahead(12), make.ahead(12, 18),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"day": "", "starts": "09:00", "ends": "10:00"}, "day"),
        ({"day": "n’importe quoi", "starts": "09:00", "ends": "10:00"}, "day"),
        ({"day": "3026-01-01", "starts": "09:00", "ends": "10:00"}, "day"),
        ({"day": "2027-01-05"}, "starts"),
        ({"day": "2027-01-05", "starts": "09:00"}, "ends"),
        ({"day": "2027-01-05", "starts": "12:00", "ends": "09:00"}, "ends"),
        ({"day": "2027-03-28", "starts": "02:30", "ends": "05:00"}, "starts"),
    ],
)
def test_a_row_that_says_too_little_or_what_cannot_be_has_its_sentence(cast, team, row, field):
    answer = team.post(NEW, good(cast, row))

    assert answer.status_code == 422
    assert list(answer.context["rows"].forms[0].errors) == [field]
    assert not Poll.objects.exists()


def test_the_form_keeps_what_was_typed_and_says_what_is_wrong(cast, team):
    answer = team.post(NEW, good(cast, {"day": "2026-01-06", "starts": "09:00", "ends": "10:00"}, title="Comité"))
    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors()
    assert 'value="Comité"' in text(answer)
    assert 'value="2026-01-06"' in text(answer)

    assert team.post(NEW, good(cast, project="")).context["form"].errors.keys() == {"project"}
    assert team.post(NEW, good(cast, form="workshop", project="", axis="99999")).status_code == 422


def test_a_collective_poll_needs_no_project_and_the_address_suggests(cast, team):
    answer = team.get(NEW, {"cohort": "cohorte", "form": "meeting", "project": "projet"})
    assert answer.context["form"].initial["project"] == cast.project

    team.post(NEW, good(cast, form="workshop", project="99999"))

    assert Poll.objects.get().project is None


def test_a_poll_is_edited_and_a_change_elsewhere_brings_both_texts(cast, team, poll):
    address = reverse("agenda:edit_poll", args=[poll.pk])
    first, _second = dates(poll)
    page = team.get(address)
    assert page.context["form"].initial["title"] == "Comité"
    typed = {"title": "Comité de juin", "answers_until": day(6), "seen": poll.version, "withdrawn": [first.pk]}

    saved = team.post(address, typed | rows({"day": day(12), "starts": "09:00", "ends": "10:00"}))

    assert saved.url == poll.get_absolute_url()
    assert [row.starts_at for row in dates(poll)] == [make.ahead(9), make.ahead(12)]
    late = team.post(address, typed | {"title": "Autre", "withdrawn": []} | rows())
    assert late.status_code == 409
    assert "Comité de juin" in text(late)
    assert 'value="Autre"' in text(late)
    wrong = team.post(address, {**typed, "answers_until": ""} | rows())
    assert wrong.status_code == 422
    passed = team.post(address, {**typed, "seen": poll.version + 1, "withdrawn": [], "answers_until": day(-1)} | rows())
    assert "answers_until" in passed.context["form"].errors


# Sending, reminding, choosing


def test_the_button_says_how_many_are_written_to(cast, team, poll):
    poll.voices.all().delete()
    Poll.objects.filter(pk=poll.pk).update(state=PollState.DRAFT)
    assert "Envoyer à 2 personnes" in text(team.get(poll.get_absolute_url()))

    answer = team.post(reverse("agenda:open_poll", args=[poll.pk]), follow=True)

    assert "Un courriel part vers 2 personnes" in text(answer)
    assert OutboxMail.objects.count() == 2
    actions.answer_poll(actor=cast.partner, poll=poll, answers={row.pk: "yes" for row in dates(poll)})
    page = text(team.get(poll.get_absolute_url()))
    assert "1 personnes sur 2 ont répondu" in page
    assert "Relancer" not in page
    poll.voices.update(written_at=now() - dt.timedelta(hours=2))
    assert "Relancer 1 personne" in text(team.get(poll.get_absolute_url()))
    team.post(reverse("agenda:remind_poll", args=[poll.pk]))
    assert OutboxMail.objects.count() == 3
    soon = team.post(reverse("agenda:remind_poll", args=[poll.pk]))
    assert soon.status_code == 422
    assert "il y a moins d’une heure" in text(soon)


def test_the_result_names_the_structures_that_would_be_missing(cast, team, poll):
    first, second = dates(poll)
    actions.answer_poll(actor=cast.participant, poll=poll, answers={first.pk: "yes", second.pk: "yes"})
    actions.answer_poll(actor=cast.partner, poll=poll, answers={first.pk: "no", second.pk: "if_need_be"})

    page = team.get(poll.get_absolute_url())

    assert [result.date for result, _busy in page.context["dates"]] == [second, first]
    assert "Manqueraient" in text(page)
    assert "La meilleure" in text(page)


def test_choosing_a_date_says_how_many_are_invited_and_leads_to_the_session(cast, team, poll):
    first, _second = dates(poll)
    address = reverse("agenda:choose_date", args=[poll.pk, first.pk])
    assert "inviter 2 personnes" in text(team.get(address))

    answer = team.post(address, {"facilitators": [cast.facilitator.pk]})

    session = Session.objects.get(title="Comité")
    assert answer.url == session.get_absolute_url()
    again = team.post(address, {})
    assert again.status_code == 422
    assert session.get_absolute_url() in text(again)
    assert "La date est choisie" in text(again)
    closed = text(team.get(poll.get_absolute_url()))
    assert "Date choisie" in closed
    assert "Choisir cette date" not in closed
    refused = team.post(reverse("agenda:cancel_poll", args=[poll.pk]))
    assert refused.status_code == 422


def test_a_clash_stands_on_the_result_and_is_refused_with_its_link(cast, team, poll):
    first, _second = dates(poll)
    poll.facilitators.set([cast.facilitator])
    taken = make.SessionFactory(cohort=cast.cohort, starts_at=first.starts_at, title="Pris")
    taken.facilitators.add(cast.facilitator)
    address = reverse("agenda:choose_date", args=[poll.pk, first.pk])

    assert "n’est pas libre" in text(team.get(poll.get_absolute_url()))
    assert "n’est pas libre" in text(team.get(address))
    answer = team.post(address, {"facilitators": [cast.facilitator.pk]})

    assert answer.status_code == 422
    assert taken.get_absolute_url() in text(answer)
    assert team.post(address, {"facilitators": ["99999"]}).status_code == 422


def test_a_date_of_another_poll_is_not_found(team, poll):
    other = make.PollDateFactory()

    assert team.get(reverse("agenda:choose_date", args=[poll.pk, other.pk])).status_code == 404


def test_a_poll_is_cancelled_and_taken_up_again(team, poll):
    page = team.post(reverse("agenda:cancel_poll", args=[poll.pk]), follow=True)
    assert "Ce sondage a été annulé" in text(page)
    reopen = reverse("agenda:reopen_poll", args=[poll.pk])
    assert team.post(reopen, {"answers_until": ""}).status_code == 422
    assert team.post(reopen, {"answers_until": day(-1)}).status_code == 422

    page = team.post(reopen, {"answers_until": day(3)}, follow=True)

    assert "Le sondage reprend les réponses" in text(page)
    poll.refresh_from_db()
    assert poll.is_open


def test_a_draft_taken_up_again_says_that_it_is_one(team, poll):
    poll.voices.all().delete()
    Poll.objects.filter(pk=poll.pk).update(state=PollState.CANCELLED)

    page = team.post(reverse("agenda:reopen_poll", args=[poll.pk]), {"answers_until": day(3)}, follow=True)

    assert "de nouveau un brouillon" in text(page)


def test_a_poll_whose_day_has_passed_says_so_to_the_team(team, poll):
    Poll.objects.filter(pk=poll.pk).update(answers_until=today() - dt.timedelta(days=1))

    page = text(team.get(poll.get_absolute_url()))

    assert "Choisissez une date, ou repoussez le dernier jour" in page
    assert "Relancer" not in page


def test_an_empty_list_teaches(sign_in, cast, team):
    assert "Trouver une date" in text(team.get(reverse("agenda:polls"), {"cohort": "cohorte"}))
    assert "les dates proposées seront ici" in text(sign_in(cast.participant).get(reverse("agenda:polls")))


# Answering signed in


def test_a_person_answers_on_the_page_and_finds_the_answers_again(member, poll):
    first, second = dates(poll)
    page = text(member.get(poll.get_absolute_url()))
    assert "Quand pouvez-vous venir" in page
    assert "Manqueraient" not in page  # what the others said is the team's
    assert "Jardin" not in page

    half = member.post(reverse("agenda:answer_poll", args=[poll.pk]), {f"date-{first.pk}": "yes"}, follow=True)
    assert "Il reste 1 date sans réponse" in text(half)
    whole = member.post(reverse("agenda:answer_poll", args=[poll.pk]), {f"date-{second.pk}": "no"}, follow=True)

    assert "Vos réponses sont notées. Vous pouvez les changer" in text(whole)
    assert PollAnswer.objects.count() == 2
    assert "Votre réponse est attendue" not in text(member.get(reverse("agenda:polls")))


def test_an_answer_that_cannot_be_taken_has_its_sentence(member, poll):
    first, _second = dates(poll)
    address = reverse("agenda:answer_poll", args=[poll.pk])

    assert "au moins pour une date" in text(member.post(address, {}))
    assert "Répondez oui" in text(member.post(address, {f"date-{first.pk}": "peut-être"}))
    Poll.objects.filter(pk=poll.pk).update(state=PollState.CANCELLED)
    late = member.post(address, {f"date-{first.pk}": "yes"})
    assert late.status_code == 422
    assert "annulé" in text(late)


# Behind the link of the mail


def test_the_link_answers_without_signing_in_and_a_get_writes_nothing(client, cast, poll):
    first, second = dates(poll)
    link = link_to(poll, cast.participant)
    page = client.get(link)
    assert f"Vous répondez au nom de {cast.participant.name}" in text(page)
    assert (page["Cache-Control"], page["Referrer-Policy"]) == ("private, no-store", "same-origin")

    answer = client.post(link, {f"date-{first.pk}": "yes", f"date-{second.pk}": "no"})

    assert answer.url == link
    assert "Vos réponses sont notées" in text(client.get(link))
    assert PollAnswer.objects.filter(voice__participant__user=cast.participant).count() == 2
    assert client.post(link, {f"date-{first.pk}": "no"}).status_code == 302  # changed as often as one likes
    assert client.post(link, {}).status_code == 422
    assert Link.objects.get().used_at is None


def test_the_page_behind_the_link_speaks_the_language_of_the_person(client, cast, poll):
    cast.participant.language = "en"
    cast.participant.save(update_fields=["language"])
    link = link_to(poll, cast.participant)

    assert 'lang="en"' in text(client.get(link))
    client.cookies["django_language"] = "fr"
    assert "Quand pouvez-vous venir" in text(client.get(link))


def test_the_own_link_of_a_signed_in_person_leads_to_the_page(member, cast, poll):
    assert member.get(link_to(poll, cast.participant)).url == poll.get_absolute_url()
    assert member.get(link_to(poll, cast.partner)).status_code == 410


def test_each_thing_that_is_wrong_with_a_link_has_its_sentence(client, sign_in, cast, poll, time_machine):
    first, _second = dates(poll)
    link, answer = link_to(poll, cast.participant), {f"date-{dates(poll)[0].pk}": "yes"}

    def said(client=client, link=link):
        got, sent = client.get(link), client.post(link, answer)
        assert sent.status_code in {410, 422}
        return text(got), text(sent)

    for page in said(sign_in(cast.partner)):
        assert "envoyé à quelqu’un d’autre" in page
        assert "Se déconnecter" in page
    assert client.get(reverse("agenda:poll_link", args=["inconnu"])).status_code == 404
    expired = link_to(poll, cast.participant, until=make.ahead(-1))
    assert all("expiré" in page for page in said(link=expired))
    Poll.objects.filter(pk=poll.pk).update(answers_until=today() - dt.timedelta(days=1))
    assert all("étaient attendues jusqu’au" in page for page in said())
    Poll.objects.filter(pk=poll.pk).update(answers_until=today())
    actions.choose_date(actor=cast.facilitator, poll=poll, date=first, venue=None, facilitators=[])
    assert all("Ce sondage est clos" in page and format_day(first.starts_at, "long") in page for page in said())
    assert not PollAnswer.objects.exists()


def test_a_link_to_a_poll_that_is_no_more_is_not_found(client, cast):
    token = links.make_link(cast.participant, "poll", 99999, make.ahead(3))

    assert client.get(reverse("agenda:poll_link", args=[token])).status_code == 404


def test_a_link_of_whoever_left_shows_that_nothing_is_asked_of_them(client, cast, poll):
    cast.participant.participations.update(ends_on=today() - dt.timedelta(days=1))

    assert "Aucune des dates" in text(client.get(link_to(poll, cast.participant)))
