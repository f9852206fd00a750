"""Which logbook is printed: the reader's, the project's, an empty one; and what each of them may hold."""

import hashlib
import io

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from core import pdf
from reports import actions, logbook, making
from reports.enums import DocumentKind, Edition
from tests.reports.conftest import GONE, OWN, PRIVATE, REWRITTEN, SHARED
from tests.reports.test_making import silent, texts


@pytest.mark.parametrize("person", ["participant", "partner", "facilitator", "administrator"])
def test_the_project_s_edition_holds_no_answer_that_is_not_shared(story, person):
    report = logbook.gather(story.cast.project, story.cast.users[person], silent, Edition.PROJECT)
    printed = render_to_string("reports/logbook.pdf.html", {"report": report})

    assert texts(report) == {REWRITTEN, SHARED}
    assert not any(alone in printed for alone in (PRIVATE, OWN, GONE))


@pytest.mark.parametrize("person", ["participant", "facilitator"])
def test_the_project_s_edition_holds_no_level_that_is_not_shared(story, person):
    report = logbook.gather(story.cast.project, story.cast.users[person], silent, Edition.PROJECT)

    placements = [one for view in report.logbook.axes for row in view.criteria for one in row.placements]
    assert [one for one in placements if not one.shared] == []
    assert not any(voice.own for voice in report.alignment.map.voices)


def test_one_who_left_gets_the_project_s_edition_as_it_stood(story):
    report = logbook.gather(story.cast.project, story.cast.left, silent, Edition.PROJECT)

    assert REWRITTEN not in texts(report)
    assert not texts(report) & {PRIVATE, OWN, GONE, SHARED}


def test_each_printed_answer_says_its_version_and_digest(story):
    report = logbook.gather(story.cast.project, story.cast.participant, silent)

    told = {one.text.text: (one.number, one.text.version, one.digest) for one in report.signed}
    assert told[REWRITTEN] == ("1.3", 2, hashlib.sha256(REWRITTEN.encode()).hexdigest()[:16])


def test_the_empty_logbook_has_every_question_and_no_answer(story):
    report = logbook.blank(story.cast.project, silent)
    printed = render_to_string("reports/logbook_blank.pdf.html", {"report": report})

    for axis in story.cast.cohort.content.axes.all():
        for question in axis.questions.all():
            assert question.text in printed
    assert not any(text in printed for text in (REWRITTEN, SHARED, OWN, PRIVATE))
    made = io.BytesIO()
    pdf.render("reports/logbook_blank.pdf.html", {"report": report}, made)
    assert made.read(5) == b"%PDF-"


def test_the_edition_is_asked_for_and_named(cast, client):
    client.force_login(cast.participant)

    client.post(
        reverse("reports:new_document"),
        {"kind": "logbook", "project": cast.project.slug, "language": "fr", "edition": "blank"},
    )

    document = cast.participant.documents.get()
    assert document.edition == Edition.BLANK
    assert making.build(document, silent)[0] == "reports/logbook_blank.pdf.html"
    assert making.file_name(document) == f"carnet-de-bord-a-remplir-projet-{document.created_at:%Y-%m-%d}.pdf"


def test_two_editions_of_a_logbook_are_two_documents(cast):
    def ask(edition):
        return actions.request_document(
            actor=cast.participant, kind=DocumentKind.LOGBOOK, cohort=cast.cohort, project=cast.project, language="fr",
            edition=edition,
        )  # fmt: skip

    assert ask(Edition.READER) != ask(Edition.PROJECT)
    assert ask(Edition.PROJECT) == ask(Edition.PROJECT)
