"""Several people on one answer: nothing acknowledged is ever lost, both texts are shown, any text can come back."""

import re
from collections import Counter
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.enums import Verb
from core.errors import EditedElsewhere, Refused
from core.models import TrailEntry
from logbook import actions
from logbook.models import Answer, AnswerVersion

AXIS = "/projects/projet/logbook/axe-1/"
TOGETHER = f"{AXIS}questions/question-1-3/?structure=maison"
HISTORY = f"{AXIS}questions/question-1-3/versions/"
FRAGMENT = {"HX-Request": "true"}


@pytest.fixture
def member(cast, sign_in):
    return sign_in(cast.participant)


def body(response):
    return re.sub(r"[ \n]+", " ", response.content.decode())


def restore(cast, version, seen, **more):
    return actions.restore_answer(
        actor=cast.participant, answer=version.answer, version=version, structure=cast.structure, seen=seen, **more
    )


# A writer, what they type, whether they look at the newest version first, and whether they send it twice.
steps = st.lists(
    st.tuples(
        st.sampled_from(["participant", "partner", "former"]),
        st.sampled_from(["", "a", "b", "<b>a</b>", "c d"]),
        st.booleans(),
        st.booleans(),
    ),
    max_size=12,
)


@given(steps)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_every_text_acknowledged_or_refused_is_current_or_in_the_history(cast, collective, steps):
    with transaction.atomic():
        sent, known = [], Counter()
        for person, text, looks, twice in steps:
            if looks:
                known[person] = getattr(Answer.objects.first(), "version", 0)
            html, attempt = (text if "<" in text else ""), uuid4()
            words = re.sub("<.*?>", "", text)
            for _time in range(1 + twice):
                try:
                    saved = actions.save_answer(
                        actor=cast.users[person], project=cast.project, question=collective, structure=cast.structure,
                        text=words, html=html, seen=known[person], attempt=attempt,
                    )  # fmt: skip
                except EditedElsewhere as clash:
                    assert (clash.yours.text, clash.yours.html) == (words, html)
                else:
                    known[person] = saved.version
            sent.append((words, html))
        kept = set(AnswerVersion.objects.values_list("text", "html"))
        answer = Answer.objects.first()
        assert {one for one in sent if one[0]} <= kept
        applied = AnswerVersion.objects.filter(applied=True).order_by("number")
        assert [one.number for one in applied] == list(range(1, len(applied) + 1))
        if answer is not None and answer.version:
            assert applied.last().written == answer.written
        transaction.set_rollback(True)


def test_the_second_writer_sees_both_texts_marked_and_a_merge(member, collective, write):
    write(collective, "Un deux trois", by="partner")
    write(collective, "Un deux trois quatre", by="partner", seen=1)

    response = member.post(TOGETHER, {"text": "Zéro deux trois", "seen": 1}, headers=FRAGMENT)

    html = body(response)
    assert response.status_code == 409
    assert "<p><del>Un </del>deux <del>trois quatre</del></p>" in html
    assert "<p><ins>Zéro </ins>deux <ins>trois</ins></p>" in html
    assert 'data-value="Zéro deux trois quatre"' in html


def test_a_merge_is_prepared_from_the_version_that_was_seen(member, collective, write):
    write(collective, "Un.\nDeux.", by="partner")
    write(collective, "Un !\nDeux.", by="partner", seen=1)

    html = body(member.post(TOGETHER, {"text": "Un.\nDeux, enfin.", "seen": 1}, headers=FRAGMENT))

    assert re.search(r'data-value="Un !\s?Deux, enfin."', html)
    assert "ce texte tient les changements de chacun" in html


def test_a_passage_that_both_changed_is_said_and_both_wordings_are_kept(member, collective, write):
    write(collective, "Un deux trois", by="partner")
    write(collective, "Un dix trois", by="partner", seen=1)

    html = body(member.post(TOGETHER, {"text": "Un cent trois", "seen": 1}, headers=FRAGMENT))

    assert 'data-value="Un dix cent trois"' in html
    assert "1 passage a été modifié de part et d’autre" in html


def test_the_choice_is_offered_without_javascript_too(member, collective, write):
    write(collective, "Le leur.", by="partner")

    html = body(member.post(TOGETHER, {"text": "Le mien.", "seen": 0}))

    assert "<noscript> <textarea" in html
    assert "Le leur. Le mien.</textarea>" in html
    assert "Garder mon texte" in html


def test_two_versions_are_compared_side_by_side(member, collective, write):
    write(collective, "Nous tenons au lieu.")
    write(collective, "Nous tenons au quartier.", seen=1)
    older, newer = AnswerVersion.objects.order_by("number")

    html = body(member.get(HISTORY, {"from": older.pk, "to": newer.pk}))

    assert "<p>Nous tenons au <del>lieu.</del></p>" in html
    assert "<p>Nous tenons au <ins>quartier.</ins></p>" in html


@pytest.mark.parametrize("data", [{"from": "x", "to": "1"}, {"from": "0"}, {"to": "9" * 40}])
def test_a_comparison_of_nothing_shows_the_history_alone(member, collective, write, data):
    write(collective, "Un.")
    write(collective, "Deux.", seen=1)

    response = member.get(HISTORY, data)

    assert response.status_code == 200
    assert "<del>Un" not in body(response)


def test_an_earlier_text_comes_back_as_a_new_version(cast, collective, write):
    write(collective, "Un.")
    write(collective, "Deux.", seen=1)

    saved = restore(cast, AnswerVersion.objects.get(number=1), "2")

    assert saved.version == 3
    assert list(AnswerVersion.objects.order_by("number").values_list("text", flat=True)) == ["Un.", "Deux.", "Un."]
    assert Answer.objects.get().text == "Un."
    assert TrailEntry.objects.get(verb=Verb.RESTORED).data == {"version": 3, "restored": 1}


def test_a_text_is_not_restored_over_one_that_was_not_seen(cast, collective, write):
    write(collective, "Un.")
    write(collective, "Deux.", seen=1)

    with pytest.raises(Refused):
        restore(cast, AnswerVersion.objects.get(number=1), "1")

    assert Answer.objects.get().text == "Deux."


def test_restoring_by_the_page_says_so_or_why_not(member, collective, write):
    write(collective, "Un.")
    write(collective, "Deux.", seen=1)
    version = AnswerVersion.objects.get(number=1)
    address = f"{HISTORY}{version.pk}/restore/?structure=maison"

    refused = member.post(address, {"seen": "1"})
    done = member.post(address, {"seen": "2"}, follow=True)

    assert refused.status_code == 422
    assert "relisez l’historique" in body(refused)
    assert "redevient le texte actuel" in body(done)


def test_restore_is_offered_to_writers_only(cast, member, sign_in, collective, write):
    write(collective, "Un.")
    write(collective, "Deux.", seen=1)

    assert "Reprendre ce texte" in body(member.get(HISTORY))
    assert "Reprendre ce texte" not in body(sign_in(cast.facilitator).get(HISTORY))


@pytest.mark.parametrize("versions", [1, 30])
def test_the_history_asks_a_constant_number_of_questions(
    member, collective, write, versions, django_assert_num_queries
):
    for number in range(versions):
        write(collective, f"Texte {number}.", seen=number)
    member.get(HISTORY)

    with django_assert_num_queries(17):
        member.get(HISTORY)
