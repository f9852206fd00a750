"""The search finds what a person may read, and nothing else."""

import pytest

from desk.search import find
from tests import factories as make


def found(user, words):
    return {line.title for group in find(user, words) for line in group.lines}


def test_projects_are_found_by_those_who_see_them(cast):
    assert found(cast.participant, "proj") == {"Projet"}
    assert found(cast.facilitator, "voisin") == {"Voisin"}
    assert found(cast.participant, "voisin") == set()
    assert found(cast.applicant, "projet") == set()


def test_a_private_answer_is_found_by_its_structure_and_the_team_only(cast):
    question = cast.cohort.content.axes.first().questions.filter(scope="individual").first()
    make.AnswerFactory(
        project=cast.project, question=question, structure=cast.structure, text="La trésorerie est fragile."
    )

    assert found(cast.participant, "trésorerie") == {question.text}
    assert found(cast.facilitator, "trésorerie") == {question.text}
    for person in (cast.partner, cast.left, cast.former, cast.other_member, cast.other_facilitator):
        assert found(person, "trésorerie") == set()


def test_one_who_left_finds_no_text_written_since(cast):
    question = cast.cohort.content.axes.first().questions.get(scope="collective")
    answer = make.AnswerFactory(project=cast.project, question=question, text="Nous avons changé de cap.")
    type(answer).objects.filter(pk=answer.pk).update(created_at="2026-02-01T12:00:00Z")

    assert found(cast.participant, "changé de cap") == {question.text}
    assert found(cast.left, "changé de cap") == set()


@pytest.mark.parametrize("words", ["", " ", "a", "%", "_"])
def test_too_few_signs_find_nothing(words, cast):
    assert find(cast.administrator, words) == []


@pytest.mark.parametrize("words", ["<script>alert(1)</script>", "%%", "' OR 1=1 --", "x" * 200, "\x00\x00"])
def test_hostile_words_are_words(words, cast, sign_in):
    response = sign_in(cast.administrator).get("/search/", {"q": words})

    assert response.status_code == 200
    assert b"<script>alert" not in response.content


def test_search_asks_as_many_queries_for_one_project_as_for_three(cast, sign_in, django_assert_num_queries):
    client = sign_in(cast.facilitator)
    client.get("/search/")  # the first request of a session notes it
    with django_assert_num_queries(SEARCH_QUERIES):
        client.get("/search/", {"q": "projet"})
    make.ProjectFactory.create_batch(3, cohort=cast.cohort)

    with django_assert_num_queries(SEARCH_QUERIES):
        client.get("/search/", {"q": "projet"})


SEARCH_QUERIES = 13
