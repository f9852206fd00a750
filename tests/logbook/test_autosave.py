"""Saving an answer: what it costs, and that it decides like the careful way behind it."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cohorts.models import Question
from core.enums import Verb
from core.errors import EditedElsewhere
from core.models import TrailEntry
from logbook import actions, queries
from logbook.models import Answer, AnswerVersion
from tests import cast as cast_module
from tests import factories as make

AXIS = "/projects/projet/logbook/axe-1/"
INDIVIDUAL = f"{AXIS}questions/question-1-1/?structure=maison"
COLLECTIVE = f"{AXIS}questions/question-1-3/?structure=maison"
FRAGMENT = {"HX-Request": "true"}
SAVE_QUERIES = 8  # session, person, field; then begin, text, version, trail, commit


@pytest.fixture
def member(cast, sign_in):
    client = sign_in(cast.participant)
    client.get(AXIS)
    return client


@pytest.mark.parametrize("structures", [1, 3])
@pytest.mark.parametrize("address", [INDIVIDUAL, COLLECTIVE], ids=["individual", "collective"])
@pytest.mark.parametrize("words", [{}, {"format": "html"}], ids=["plain", "formatted"])
def test_a_save_takes_eight_queries_and_brings_no_text_back(cast, member, structures, address, words):
    for _more in range(structures):
        make.ParticipantFactory(membership=make.MembershipFactory(project=cast.project))
    for seen, text in enumerate(("Un mot.", "Un mot de plus.", "")):
        with CaptureQueriesContext(connection) as asked:
            response = member.post(
                address, {"text": text, "seen": seen, "attempt": str(uuid4()), **words}, headers=FRAGMENT
            )

        assert (response.status_code, len(asked)) == (200, SAVE_QUERIES)
        assert f'data-version="{seen + 1}"' in response.content.decode()
        assert "Un mot" not in response.content.decode()
    assert list(AnswerVersion.objects.values_list("number", "applied")) == [(1, True), (2, True), (3, True)]
    assert TrailEntry.objects.filter(verb=Verb.ANSWERED).count() == 3


def test_the_field_found_at_once_is_the_one_the_gate_finds(cast, individual, collective, write):
    write(individual, "Le leur.", by="partner")
    write(collective, "Ensemble.", by="partner")

    for question, text in ((individual, ""), (collective, "Ensemble.")):
        found = queries.field_of(cast.participant, "projet", "axe-1", question.slug, "maison")
        assert (found.project, found.question, found.structure) == (cast.project, question, cast.structure)
        assert (found.question.text, found.question.axis) == (question.text, question.axis)
        assert found.filled is bool(text)
        assert Answer.objects.filter(pk=found.answer.pk).values_list("text", flat=True).first() == (text or None)


@pytest.mark.parametrize(
    ("person", "words"),
    [
        ("participant", ("projet", "axe-1", "question-1-1", "jardin")),
        ("participant", ("projet", "axe-1", "question-2-1", "maison")),
        ("participant", ("voisin", "axe-1", "question-1-1", "maison")),
        ("participant", ("projet", "axe-1", "question-1-1", "")),
        ("left", ("projet", "axe-1", "question-1-1", "partie")),
        ("former", ("projet", "axe-1", "question-1-1", "maison")),
        ("other_member", ("projet", "axe-1", "question-1-1", "maison")),
        ("facilitator", ("projet", "axe-1", "question-1-1", "maison")),
        ("administrator", ("projet", "axe-1", "question-1-1", "maison")),
    ],
)
def test_no_field_is_found_at_once_for_who_does_not_write_there(cast, person, words):
    assert queries.field_of(cast.users[person], *words) is None


def test_a_person_taken_off_the_project_while_typing_writes_nothing_more(cast, member):
    member.post(INDIVIDUAL, {"text": "Avant.", "seen": 0}, headers=FRAGMENT)
    cast.participant.participations.update(ends_on="2026-11-22")

    response = member.post(INDIVIDUAL, {"text": "Après.", "seen": 1}, headers=FRAGMENT)

    assert response.status_code == 403
    assert Answer.objects.get().text == "Avant."


@pytest.mark.parametrize("known", [True, False], ids=["at once", "under the lock"])
def test_both_ways_of_saving_decide_alike(cast, collective, known):
    def save(text, seen, attempt=None, person="participant"):
        structure = cast.structure if person == "participant" else cast.partner_structure
        field = queries.field_of(cast.users[person], "projet", "axe-1", "question-1-3", structure.slug)
        return actions.save_answer(
            actor=cast.users[person],
            project=cast.project,
            question=collective,
            structure=structure,
            text=text,
            html="",
            seen=seen,
            attempt=attempt,
            known=field.answer if known else None,
        ).version

    first = uuid4()
    assert save("", 0) == 0
    assert save("Un.", 0, first) == 1
    assert save("Un.", 0, first) == 1  # sent again: acknowledged and not doubled
    assert save("Deux.", 1, person="partner") == 2
    assert save("Un.", 0, first) == 1  # the version which that attempt made
    assert save("Deux.", 0) == 2  # says what is so already
    beside = uuid4()
    for _time in range(2):
        with pytest.raises(EditedElsewhere):
            save("Trois.", 1, beside)
    with pytest.raises(EditedElsewhere):
        save("Quatre.", 99)  # of a page that has seen more than there is
    assert save("Trois.", 2) == 3
    assert list(AnswerVersion.objects.values_list("text", "number", "applied")) == [
        ("Un.", 1, True),
        ("Deux.", 2, True),
        ("Trois.", 2, False),
        ("Quatre.", 2, False),
        ("Trois.", 3, True),
    ]


@pytest.mark.parametrize("time", range(3))
def test_two_first_texts_found_at_once_both_survive(transactional_db, race, time):
    cast = cast_module.build()
    question = Question.objects.get(axis__version=cast.cohort.content, slug="question-1-3")

    def save(person, structure, text):
        known = Answer(project=cast.project, question=question)  # neither has seen a row
        return lambda: actions.save_answer(
            actor=cast.users[person], project=cast.project, question=question, structure=structure, text=text,
            seen=0, attempt=None, known=known,
        )  # fmt: skip

    outcomes = race(
        save("participant", cast.structure, "Le mien."), save("partner", cast.partner_structure, "Le leur.")
    )

    answer = Answer.objects.get()
    assert sorted(type(one).__name__ for one in outcomes) == ["EditedElsewhere", "Saved"]
    kept = dict(AnswerVersion.objects.order_by("pk").values_list("text", "applied"))
    assert kept == {answer.text: True, ({"Le mien.", "Le leur."} - {answer.text}).pop(): False}


def test_two_who_write_over_the_same_version_at_once_both_survive(transactional_db, race):
    cast = cast_module.build()
    question = Question.objects.get(axis__version=cast.cohort.content, slug="question-1-3")
    there = make.AnswerFactory(project=cast.project, question=question, updated_by=cast.participant)
    there.versions.create(number=1, text=there.text, author=cast.participant, structure=cast.structure)

    def save(person, structure, text):
        return lambda: actions.save_answer(
            actor=cast.users[person], project=cast.project, question=question, structure=structure, text=text,
            seen=1, attempt=uuid4(), known=Answer(pk=there.pk, project=cast.project, question=question),
        )  # fmt: skip

    outcomes = race(
        save("participant", cast.structure, "Le mien."), save("partner", cast.partner_structure, "Le leur.")
    )

    there.refresh_from_db()
    assert sorted(type(one).__name__ for one in outcomes) == ["EditedElsewhere", "Saved"]
    kept = dict(AnswerVersion.objects.filter(number=2).order_by("pk").values_list("text", "applied"))
    assert kept == {there.text: True, ({"Le mien.", "Le leur."} - {there.text}).pop(): False}
