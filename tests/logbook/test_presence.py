"""Who else is on the page of an axis, and what changed there since it was shown."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cohorts.models import Question
from logbook import actions
from logbook.models import Presence
from tests import factories as make

AXIS = "/projects/projet/logbook/axe-1/"
FRAGMENT = {"HX-Request": "true"}
QUIET_QUERIES = 15
CHANGED_QUERIES = 21


def here(client, structure="", **words):
    query = f"?structure={structure}" if structure else ""
    return client.post(f"{AXIS}here/{query}", words, headers=FRAGMENT)


def body(response):
    return re.sub(r"[ \n]+", " ", response.content.decode())


def marks(client):
    """The mark of each question, as the page has them."""
    found = re.findall(r'data-house-question="(\d+)" data-mark="([^"]*)"', client.get(AXIS).content.decode())
    assert found
    return [f"{question}:{mark}" for question, mark in found]


@pytest.fixture
def people(cast, sign_in):
    return {name: sign_in(cast.users[name]) for name in ("participant", "partner", "facilitator", "left", "former")}


def test_each_sees_who_else_has_the_page_open(cast, people):
    here(people["facilitator"])
    here(people["partner"])

    html = body(here(people["participant"]))

    assert f"<b>{cast.partner.name}</b> (Jardin)" in html
    assert f"<b>{cast.facilitator.name}</b> (équipe d’accompagnement)" in html
    assert cast.participant.name not in html
    assert f"<b>{cast.participant.name}</b> (Maison)" in body(here(people["partner"]))


def test_a_page_that_was_closed_or_fell_silent_is_forgotten(people, time_machine):
    time_machine.move_to("2026-11-23T12:00:00Z", tick=False)
    here(people["partner"])
    assert "Jardin" in body(here(people["participant"]))
    assert here(people["partner"], gone="1").status_code == 204
    assert "Jardin" not in body(here(people["participant"]))

    here(people["partner"])
    time_machine.move_to("2026-11-23T12:00:36Z", tick=False)
    assert "Jardin" not in body(here(people["participant"]))
    assert Presence.objects.count() == 1  # and the row is gone


@pytest.mark.parametrize("person", ["left", "former"])
def test_who_left_is_neither_told_nor_shown(people, person):
    assert here(people[person]).status_code == 403
    assert "data-house-here" not in people[person].get(AXIS).content.decode()
    assert not Presence.objects.exists()


def test_ten_tabs_are_one_person(people):
    for _tab in range(10):
        here(people["partner"])

    assert Presence.objects.count() == 1


def test_who_writes_in_a_collective_answer_is_shown_at_its_field(cast, people, collective):
    here(people["partner"], at=collective.pk)

    html = body(here(people["participant"]))

    assert f"<b>{cast.partner.name}</b> (Jardin) écrit ici" in html
    assert html.index("écrit ici") > html.index(f'id="question-{collective.pk}"')


def test_who_writes_in_an_individual_answer_is_shown_to_who_may_read_it_alone(cast, people, sign_in, individual, write):
    colleague = make.ParticipantFactory(membership=cast.project.memberships.get(structure=cast.structure)).user
    here(people["participant"], at=individual.pk)

    assert "écrit ici" in body(here(people["facilitator"]))
    assert "écrit ici" in body(here(sign_in(colleague)))
    assert "écrit ici" not in body(here(people["partner"]))
    write(individual, "Entre nous.")
    assert "écrit ici" not in body(here(people["partner"]))
    share = {"actor": cast.participant, "project": cast.project, "question": individual, "structure": cast.structure}
    actions.share_answer(**share, shared=True)
    assert "écrit ici" in body(here(people["partner"]))
    actions.share_answer(**share, shared=False)
    assert "écrit ici" not in body(here(people["partner"]))


def test_an_unshared_answer_changes_nothing_that_a_partner_is_told(people, individual, write):
    before = marks(people["partner"])
    write(individual, "Entre nous.")

    html = body(here(people["partner"], known=before))

    assert "Entre nous." not in html
    assert "data-mark" not in html
    assert marks(people["partner"]) == before


def test_a_text_changed_elsewhere_is_brought_with_its_author(cast, people, collective, write, time_machine):
    time_machine.move_to("2026-11-23T13:32:00Z", tick=False)
    write(collective, "Un.")
    known = marks(people["participant"])
    assert "data-mark" not in body(here(people["participant"], known=known))

    write(collective, "Deux, à deux.", by="partner", seen=1)
    html = body(here(people["participant"], known=known))

    assert html.count("data-mark") == 1
    assert 'data-house-elsewhere data-version="2"' in html
    assert f"Modifié ailleurs par {cast.partner.name} à 14\u00a0h\u00a032" in html
    assert "Deux, à deux." in html
    assert "data-mark" not in body(here(people["participant"], known=marks(people["participant"])))


def test_a_text_shared_and_taken_back_comes_and_goes_without_a_reload(cast, people, individual, write):
    write(individual, "Entre nous.")
    share = {"actor": cast.participant, "project": cast.project, "question": individual, "structure": cast.structure}
    known = marks(people["partner"])
    actions.share_answer(**share, shared=True)

    assert "Entre nous." in body(here(people["partner"], known=known))

    known = marks(people["partner"])
    actions.share_answer(**share, shared=False)
    html = body(here(people["partner"], known=known))
    assert f'id="question-{individual.pk}" data-mark=""' in html
    assert "Entre nous." not in html


def test_the_figures_come_when_they_are_asked_for_or_something_changed(people, collective, write):
    known = marks(people["participant"])
    assert 'id="axes"' not in body(here(people["participant"], known=known))
    assert "0 réponse sur 3" in body(here(people["participant"], known=known, counted="1"))

    write(collective, "Un.", by="partner")
    assert "1 réponse sur 3" in body(here(people["participant"], known=known))


@pytest.mark.parametrize(
    "words",
    [
        {"at": "x"},
        {"at": "9" * 40},
        {"at": "-1"},
        {"known": ["x", "1:<b>", f"1:{'1.1 ' * 5000}"]},
        {"counted": "peut-être"},
    ],
)
def test_a_damaged_word_is_not_believed_and_breaks_nothing(people, words):
    assert here(people["participant"], **words).status_code == 200


def test_a_field_of_another_axis_is_not_told(cast, people):
    other = Question.objects.get(axis__version=cast.cohort.content, slug="question-2-1")

    here(people["partner"], at=other.pk)

    assert Presence.objects.get().question is None


@pytest.mark.parametrize(("structures", "versions"), [(1, 1), (12, 1), (1, 60)])
def test_asking_takes_the_same_queries_for_one_and_many(
    cast, people, individual, collective, write, structures, versions
):
    for seen in range(versions):
        write(collective, f"Texte {seen}.", seen=seen)
    for _more in range(structures):
        structure = make.MembershipFactory(project=cast.project).structure
        make.AnswerFactory(
            project=cast.project, question=individual, structure=structure, shared_at="2026-02-01T00:00Z"
        )
        make.PresenceFactory(project=cast.project, axis=individual.axis, structure=structure)
    known = marks(people["participant"])

    with CaptureQueriesContext(connection) as quiet:
        here(people["participant"], known=known)
    with CaptureQueriesContext(connection) as changed:
        here(people["participant"])

    assert (len(quiet), len(changed)) == (QUIET_QUERIES, CHANGED_QUERIES)
