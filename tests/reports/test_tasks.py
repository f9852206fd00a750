"""The whole way to a file, with the real renderer."""

from datetime import timedelta

import pypdf
import pytest
from django.utils import timezone

from core import jobs
from core.dates import format_day, today
from core.errors import Refused
from core.models import Job, StoredFile
from reports import actions
from reports.enums import DocumentKind
from reports.models import Document
from tests.reports.conftest import OWN, PRIVATE, REWRITTEN, SHARED

HOSTILE = (
    '<img src="file:///etc/passwd"><link rel="attachment" href="file:///etc/hostname">'
    '<svg><image href="file:///etc/passwd"/></svg><style>@import url(file:///etc/passwd);</style>{{ 7 }}'
)


def made(person, language="fr", **more):
    """The document as a worker makes it."""
    document = actions.request_document(actor=person, language=language, **more)
    assert jobs.execute(document.job_id)
    document.refresh_from_db()
    assert document.job.state == "done", document.job.error
    return document


def logbook_of(story, person, language="fr"):
    cast = story.cast
    return made(person, language, kind=DocumentKind.LOGBOOK, cohort=cast.cohort, project=cast.project)


def read(document):
    with document.file.content.open("rb") as content:
        reader = pypdf.PdfReader(content)
        text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
        return reader, text, list(reader.attachments)


def test_a_logbook_holds_the_reader_s_answers_and_not_a_partner_s_private_one(story):
    story.write(story.cast.participant, story.cast.structure, story.questions_of(2)[2], HOSTILE)

    document = logbook_of(story, story.cast.participant)
    reader, text, attachments = read(document)

    for words in (REWRITTEN, OWN, SHARED, "Projet", "Carnet de bord", "Sommaire", "Pas encore de réponse"):
        assert words in text
    assert PRIVATE not in text
    assert f"Édité le {format_day(today(), 'short')}".replace("\u00a0", " ") in text.replace("\u00a0", " ")
    assert "Cofinancé par l’Union européenne" in text
    assert "Lu par Jardin, ses partenaires et l’équipe d’accompagnement" in text
    assert f"2 / {len(reader.pages)}" in text
    assert '<img src="file:///etc/passwd">' in text
    assert "{{ 7 }}" in text
    assert "root:" not in text
    assert attachments == []


def test_the_file_is_tagged_for_screen_readers_and_says_its_language_and_title(story):
    document = logbook_of(story, story.cast.facilitator, "en")
    reader, text, _attachments = read(document)

    catalog = reader.trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"].value is True
    assert catalog["/Lang"] == "en"
    assert "/StructTreeRoot" in catalog
    assert reader.metadata.title == "Logbook · Projet"
    assert "Issued on" in text
    assert "Co-funded by the European Union" in text
    assert PRIVATE in text
    assert document.file.name.startswith("logbook-projet-")


def test_the_programme_report_prints_the_figures(story):
    cast = story.cast
    document = made(cast.facilitator, kind=DocumentKind.PROGRAMME, cohort=cast.cohort)
    _reader, text, attachments = read(document)

    text = text.replace("\u202f", " ").replace("\u00a0", " ")
    for words in ("Chiffres clés", "Voisin", "3 599,90 €", "1 000,10 €", "400,00 €", "5 000,00 €", "1 financeur"):
        assert words in text
    assert PRIVATE not in text
    assert attachments == []


def test_without_european_money_no_emblem_is_printed(story):
    story.cast.cohort.funding_regime = "none"
    story.cast.cohort.save(update_fields=["funding_regime"])

    _reader, text, _attachments = read(logbook_of(story, story.cast.participant))

    assert "europ" not in text.lower()


@pytest.fixture
def quick(monkeypatch):
    """A renderer that costs nothing."""
    monkeypatch.setattr("core.pdf.render", lambda template, context, into: into.write(b"%PDF-1.7"))


def ask(cast):
    facts = {"kind": DocumentKind.LOGBOOK, "cohort": cast.cohort, "project": cast.project, "language": "en"}
    return actions.request_document(actor=cast.participant, **facts)


def test_progress_is_told_in_the_language_of_the_document(cast, quick, monkeypatch):
    told = []
    monkeypatch.setattr(
        jobs.Progress, "step", lambda self, done, total, message="": told.append((done, total, message))
    )

    jobs.execute(ask(cast).job_id)

    assert told == [
        (0, 4, "Reading who takes part"),
        (1, 4, "Reading answers and self-assessments"),
        (2, 4, "Laying out the pages"),
    ]


def test_rendering_twice_makes_one_file(cast, quick):
    document = ask(cast)
    jobs.execute(document.job_id)
    first = StoredFile.objects.get()
    Job.objects.update(state="queued", token=None)  # a message that came twice

    jobs.execute(document.job_id)

    assert StoredFile.objects.get() == first


def test_a_worker_taken_over_half_way_leaves_the_file_to_the_other(cast, monkeypatch):
    document = ask(cast)
    second = []

    def slow(template, context, into):
        """Meanwhile the first worker is thought dead, and a second one does the work."""
        into.write(b"%PDF-1.7")
        if not second:
            second.append(True)
            Job.objects.update(state="queued", token=None)
            assert jobs.execute(document.job_id)

    monkeypatch.setattr("core.pdf.render", slow)
    jobs.execute(document.job_id)

    document.refresh_from_db()
    assert document.file == StoredFile.objects.get()
    assert document.job.state == "done"


def test_a_failure_leaves_a_sentence(cast, monkeypatch):
    def refuse(template, context, into):
        raise Refused("Le document est trop long.")

    monkeypatch.setattr("core.pdf.render", refuse)
    document = ask(cast)
    jobs.execute(document.job_id)

    document.job.refresh_from_db()
    assert (document.job.state, document.job.error) == ("failed", "Le document est trop long.")
    assert Document.objects.get().file is None


def test_the_night_s_work_takes_old_files_away(cast, quick, time_machine):
    jobs.execute(ask(cast).job_id)
    time_machine.move_to(timezone.now() + actions.KEPT + timedelta(minutes=1))

    jobs.execute(jobs.enqueue("reports.clear_expired").pk)

    assert not StoredFile.objects.exists()
    assert Document.objects.get().is_over


def test_an_edition_without_project_or_half_day_is_printed_too(cast):
    document = made(cast.other_facilitator, kind=DocumentKind.PROGRAMME, cohort=cast.other_cohort)
    _reader, text, _attachments = read(document)

    assert "Pas encore de projet" in text
    assert "Aucune demi-journée n’est encore prévue" in text
