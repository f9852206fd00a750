"""A logbook filled in by hand is typed back on one sheet, with the numbers of the paper."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet(cast, client):
    client.force_login(cast.participant)
    return lambda: client.get(reverse("logbook:paper", args=[cast.project.slug]))


def test_the_numbers_are_those_of_the_paper(sheet, cast):
    told = [
        (number, row.question.slug) for _axis, questions, _criteria in sheet().context["axes"]
        for number, row, _form in questions
    ]  # fmt: skip

    assert told[:4] == [
        ("1.1", "question-1-1"), ("1.2", "question-1-2"), ("1.3", "question-1-3"), ("2.1", "question-2-1"),
    ]  # fmt: skip


def test_what_is_written_already_stands_there_with_its_version(sheet, write, individual, collective):
    write(individual, "Le nôtre")
    write(collective, "Ensemble", by="partner")

    told = {
        row.question: (form["text"].value(), form["seen"].value())
        for _axis, questions, _criteria in sheet().context["axes"]
        for _number, row, form in questions
    }
    assert told[individual] == ("Le nôtre", 1)
    assert told[collective] == ("Ensemble", 1)


def test_each_field_saves_by_the_action_of_the_logbook(sheet, individual, cast, client):
    page = sheet().text
    address = f"/projects/{cast.project.slug}/logbook/axe-1/questions/{individual.slug}/?structure=maison"
    assert f'action="{address}"' in page

    answer = client.post(address, {"text": "Saisi du papier", "seen": "0"}, headers={"HX-Request": "true"})

    assert answer.status_code == 200
    assert individual.answers.get().version == 1


def test_a_level_keeps_its_comment(sheet, place, criterion):
    place(2, comment="Encore tôt")

    assert '<input type="hidden" name="comment" value="Encore tôt">' in sheet().text


def test_a_closed_round_is_not_typed_back(sheet, cast):
    cast.round.closes_on = cast.round.opens_on
    cast.round.save()

    assert all(not criteria for _axis, _questions, criteria in sheet().context["axes"])


@pytest.mark.parametrize("number", [1, 3])
def test_the_sheet_takes_the_same_queries_for_one_and_three(sheet, write, cast, number, django_assert_num_queries):
    sheet()
    for question in cast.cohort.content.axes.get(slug="axe-1").questions.all()[:number]:
        write(question, "Un texte")

    with django_assert_num_queries(23):
        sheet()
