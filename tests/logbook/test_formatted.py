"""Answers with bold, lists and links: kept with their words, shown alike everywhere, searched by the words."""

import re

import pytest

from core.models import TrailEntry
from desk.search import find
from logbook import queries
from logbook.models import Answer, AnswerVersion
from reports.templatetags.printed import printed

AXIS = "/projects/projet/logbook/axe-1/"
SAVE = f"{AXIS}questions/question-1-1/?structure=maison"
FRAGMENT = {"HX-Request": "true"}
RICH = "<div>Nos <strong>règles</strong></div><ul><li>décider</li></ul>"
WORDS = "Nos règles\n- décider"


@pytest.fixture
def member(cast, sign_in):
    return sign_in(cast.participant)


def send(member, text, seen=0, **more):
    return member.post(SAVE, {"text": text, "seen": seen, **more}, headers=FRAGMENT)


def body(response):
    return re.sub(r"[ \n]+", " ", response.content.decode())


def test_a_formatted_answer_keeps_its_words_and_its_look(member):
    response = send(member, RICH, format="html")

    assert response.status_code == 200
    assert list(Answer.objects.values_list("text", "html", "version")) == [(WORDS, RICH, 1)]
    assert list(AnswerVersion.objects.values_list("text", "html")) == [(WORDS, RICH)]


def test_what_could_act_is_taken_out_before_anything_is_kept(member):
    send(member, '<div onclick="x()">Oui<script>alert(1)</script><img src=x onerror=y()></div>', format="html")

    assert Answer.objects.values_list("text", "html").get() == ("Oui", "")


def test_plain_words_typed_over_formatted_ones_are_no_change(member):
    send(member, RICH, format="html")

    response = send(member, WORDS, seen=1)

    assert response.status_code == 200
    assert Answer.objects.values_list("html", "version").get() == (RICH, 1)


def test_other_words_typed_without_the_editor_become_plain_and_the_look_stays_in_the_history(member):
    send(member, RICH, format="html")

    send(member, "Autre chose", seen=1)

    assert Answer.objects.values_list("text", "html").get() == ("Autre chose", "")
    assert AnswerVersion.objects.filter(html=RICH, number=1).exists()


def test_taking_the_look_away_is_a_change(member):
    send(member, RICH, format="html")

    send(member, "<div>Nos règles<br>- décider</div>", seen=1, format="html")

    assert Answer.objects.values_list("text", "html", "version").get() == (WORDS, "", 2)


def test_saving_again_what_the_editor_says_in_other_tags_makes_no_version(member):
    send(member, RICH, format="html")

    send(member, "<div>Nos <b>règles</b><br></div><ul><li>décider</li></ul>", seen=1, format="html")

    assert TrailEntry.objects.count() == 1


@pytest.mark.parametrize("words", [20_000, 20_001])
def test_the_limit_counts_words_and_not_tags(member, words):
    response = send(member, f"<div><strong>{'a' * words}</strong></div>", format="html")

    assert response.status_code == (200 if words == 20_000 else 422)
    assert ("20001 signes" in body(response)) is (words == 20_001)


def test_more_than_a_browser_would_ever_send_is_refused_in_words(member):
    assert "200001" in body(send(member, "<b>" * 66_667, format="html"))


def test_the_pages_the_history_and_the_paper_show_the_same_look(cast, member, sign_in):
    send(member, RICH, format="html")
    look = "<p>Nos <strong>règles</strong></p><ul><li>décider</li></ul>"

    assert look in body(sign_in(cast.facilitator).get(AXIS))
    assert look in body(member.get(f"{AXIS}questions/question-1-1/versions/"))
    logbook = queries.logbook_for(cast.participant, cast.project)
    text = next(text for view in logbook.axes for row in view.questions for text in row.texts)
    assert printed(text) == look


def test_the_field_starts_with_the_words_and_gives_the_editor_the_look(member):
    send(member, RICH, format="html")

    html = member.get(AXIS).content.decode()

    assert f">\n{WORDS}</textarea>" in html
    assert 'data-house-rich="&lt;div&gt;Nos &lt;strong&gt;' in html


def test_a_search_finds_the_words_and_not_the_tags(cast, member):
    send(member, RICH, format="html")

    assert [group.icon for group in find(cast.participant, "règles")] == ["bi-journal-richtext"]
    assert find(cast.participant, "strong") == []


def test_a_long_formatted_line_is_cut_on_paper():
    written = type("Text", (), {"text": "", "html": f"<div><strong>{'mot ' * 700}</strong></div>"})

    pieces = re.findall(r"<p><strong>(.*?)</strong></p>", printed(written))

    assert len(pieces) == 3
    assert all(len(piece) <= 1000 for piece in pieces)
