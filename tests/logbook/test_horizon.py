"""The shared vision: a line of versions, what changed, and who agreed to which."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import EditedElsewhere, Refused
from core.models import AppendOnlyError
from logbook import actions, figures, queries
from logbook.models import HorizonAgreement, HorizonVersion

PAGE = "/projects/projet/logbook/horizon/"
PAGE_QUERIES = 17
TEXT = st.text(alphabet="ab é’.\n", max_size=40)


def write(cast, text, *, seen=0, by="participant", **more):
    return actions.write_horizon(
        actor=cast.users[by], project=cast.project, structure=cast.structure, text=text, seen=seen, **more
    )


def agree(cast, version, *, agreed=True, structure=None, comment=""):
    actions.agree_to_horizon(
        actor=cast.participant, version=version, structure=structure or cast.structure, agreed=agreed, comment=comment
    )


@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@given(TEXT, TEXT)
def test_the_changes_rebuild_both_versions(before, after):
    pieces = figures.changes(before, after)

    assert "".join(piece.text for piece in pieces if piece.change != "new") == before
    assert "".join(piece.text for piece in pieces if piece.change != "gone") == after
    assert before != after or all(not piece.change for piece in pieces)


def test_the_changes_are_words():
    assert figures.changes("Un lieu vert.", "Un lieu ouvert.") == [
        figures.Piece("Un lieu "),
        figures.Piece("vert", "gone"),
        figures.Piece("ouvert", "new"),
        figures.Piece("."),
    ]


def test_versions_follow_each_other_and_never_change(cast):
    write(cast, "Un lieu.")
    second = write(cast, "Un lieu ouvert.", seen=1, held_on=dt.date(2026, 5, 12), session_title="Atelier 5")

    assert list(HorizonVersion.objects.values_list("number", "text")) == [(1, "Un lieu."), (2, "Un lieu ouvert.")]
    assert str(second) == "Projet v2"
    with pytest.raises(AppendOnlyError):
        HorizonVersion.objects.update(text="Autre")


def test_a_version_over_one_that_was_not_seen_is_told_with_both_texts(cast):
    write(cast, "Un lieu.")

    with pytest.raises(EditedElsewhere) as clash:
        write(cast, "Une halle.", seen=0)

    assert (clash.value.theirs, clash.value.yours, clash.value.version) == ("Un lieu.", "Une halle.", 1)


def test_the_same_text_an_empty_one_and_a_session_to_come_are_refused(cast):
    write(cast, "Un lieu.")
    for text, more in (("Un lieu.", {}), ("", {}), ("Autre", {"held_on": dt.date(2099, 1, 1)})):
        with pytest.raises(Refused):
            write(cast, text, seen=1, **more)


def test_agreements_are_those_of_a_version_and_the_last_word_counts(cast):
    first = write(cast, "Un lieu.")
    agree(cast, first, agreed=False, comment="Trop court.")
    agree(cast, first)
    agree(cast, first, structure=cast.partner_structure, agreed=False, comment="Pas encore lu.")

    page = queries.horizon_page(cast.facilitator, cast.project, None)
    assert page.latest.agreed == [cast.structure]
    assert [word.comment for word in page.latest.reserved] == ["Pas encore lu."]
    assert page.waiting == ()
    assert HorizonAgreement.objects.count() == 3


def test_an_older_version_and_a_silent_reservation_are_refused(cast):
    first = write(cast, "Un lieu.")
    with pytest.raises(Refused):
        agree(cast, first, agreed=False, comment=" ")
    write(cast, "Une halle.", seen=1)
    with pytest.raises(Refused):
        agree(cast, first)


def test_one_who_left_reads_the_versions_of_before(cast, time_machine):
    time_machine.move_to("2026-02-10T09:00:00Z")
    first = write(cast, "Un lieu.")
    time_machine.move_to("2026-06-10T09:00:00Z")
    agree(cast, first)
    write(cast, "Une halle.", seen=1)

    page = queries.horizon_page(cast.left, cast.project, None)

    assert [line.version.text for line in page.lines] == ["Un lieu."]
    assert page.latest.agreed == []


@pytest.mark.parametrize("number", [1, 12])
def test_the_page_asks_the_same_queries_for_one_and_twelve_versions(cast, sign_in, number, django_assert_num_queries):
    for place in range(number):
        agree(cast, write(cast, f"Version {place}.", seen=place))
    client = sign_in(cast.participant)
    client.get(PAGE)

    with django_assert_num_queries(PAGE_QUERIES):
        client.get(PAGE)


def test_the_page_writes_agrees_and_compares_without_colour_alone(cast, sign_in):
    client = sign_in(cast.participant)
    assert client.get(PAGE).status_code == 200
    assert client.post(f"{PAGE}write/", {"text": "Un lieu vert.", "seen": 0}).status_code == 302
    assert client.post(f"{PAGE}write/", {"text": "Un lieu ouvert.", "seen": 1}).status_code == 302
    assert client.post(f"{PAGE}agree/", {"agreed": "yes"}).status_code == 302

    html = client.get(f"{PAGE}?from=1&to=2").content.decode()

    assert "retiré\u00a0:" in html and "ajouté\u00a0:" in html
    assert "<del>" in html and "<ins>" in html


def test_what_is_wrong_comes_back_and_a_clash_keeps_both_texts(cast, sign_in):
    client = sign_in(cast.participant)
    assert client.post(f"{PAGE}agree/", {"agreed": "yes"}).status_code == 404
    write(cast, "Un lieu.")

    assert client.post(f"{PAGE}write/", {"text": "", "seen": 1}).status_code == 422
    assert client.post(f"{PAGE}write/", {"text": "Un lieu.", "seen": 1}).status_code == 422
    assert client.post(f"{PAGE}agree/", {"agreed": "no", "comment": ""}).status_code == 422
    clash = client.post(f"{PAGE}write/", {"text": "Une halle.", "seen": 0})
    assert clash.status_code == 409
    assert "Une halle." in clash.content.decode() and "Un lieu." in clash.content.decode()
    assert client.post(f"{PAGE}write/", {"text": "Une halle.", "seen": 1}).status_code == 302
