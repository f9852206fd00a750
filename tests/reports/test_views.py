import datetime as dt
import io
import json

import pytest
from django.utils import timezone

from core import files
from core.models import Job
from reports.models import Document
from tests import factories as make


def logbook(cast, **more):
    facts = {"kind": "logbook", "cohort": cast.cohort, "project": cast.project, "requested_by": cast.participant}
    return make.DocumentFactory(**facts | more)


def finished(cast, **more):
    stored = files.store(io.BytesIO(b"%PDF-1.7 made up"), name="carnet.pdf", content_type="application/pdf")
    return logbook(cast, file=stored, job__state="done", **more)


def page(client, address):
    return client.get(address).content.decode()


def test_asking_leads_to_the_page_that_follows(cast, sign_in):
    data = {"kind": "logbook", "project": "projet", "language": "en"}

    answer = sign_in(cast.participant).post("/reports/new/", data)

    document = Document.objects.get()
    assert answer.url == f"/reports/{document.pk}/"
    assert (document.kind, document.project, document.cohort) == ("logbook", cast.project, cast.cohort)
    assert (document.language, document.requested_by) == ("en", cast.participant)


def test_asking_twice_leads_to_the_same_page(cast, sign_in):
    client, data = sign_in(cast.participant), {"kind": "logbook", "project": "projet", "language": "fr"}

    assert client.post("/reports/new/", data).url == client.post("/reports/new/", data).url


@pytest.mark.parametrize(
    ("person", "status"),
    [
        ("anonymous", 302),
        ("applicant", 404),
        ("participant", 403),
        ("left", 403),
        ("other_facilitator", 404),
        ("facilitator", 302),
        ("administrator", 302),
    ],
)
def test_the_programme_report_is_the_team_s(cast, sign_in, person, status):
    data = {"kind": "programme", "cohort": "cohorte", "language": "fr"}

    assert sign_in(cast.users[person]).post("/reports/new/", data).status_code == status
    assert Document.objects.count() == (person in {"facilitator", "administrator"})


@pytest.mark.parametrize("person", ["participant", "left"])
def test_a_member_is_not_offered_the_programme_report(cast, sign_in, person):
    client = sign_in(cast.users[person])

    assert "Bilan du programme" not in page(client, "/reports/new/")
    assert client.get("/reports/new/?kind=programme").status_code == 403


def test_the_form_comes_filled_from_the_address(cast, sign_in):
    html = page(sign_in(cast.facilitator), "/reports/new/?kind=logbook&project=voisin")

    assert '<option value="voisin" selected' in html
    assert "Autre" not in html


@pytest.mark.parametrize(
    ("data", "status", "words"),
    [
        ({"kind": "logbook", "language": "fr"}, 422, "obligatoire"),
        ({"kind": "programme", "language": "fr"}, 422, "obligatoire"),
        ({"kind": "logbook", "project": "projet", "language": "tlh"}, 422, "tlh"),
        ({"kind": "logbook", "project": "nulle-part", "language": "fr"}, 404, ""),
        ({"kind": "poem", "project": "projet", "language": "fr"}, 404, ""),
        ({"kind": "logbook", "project": "x\x00y", "language": "fr"}, 404, ""),
    ],
)
def test_a_wrong_form_is_answered_in_words(cast, sign_in, data, status, words):
    answer = sign_in(cast.facilitator).post("/reports/new/", data)

    assert answer.status_code == status
    assert words in answer.content.decode()
    assert not Document.objects.exists()


def test_the_page_polls_until_the_work_is_finished(cast, sign_in):
    document = logbook(cast, job__state="running", job__done=1, job__total=4, job__message="Lecture du collectif")
    client, address = sign_in(cast.participant), f"/reports/{document.pk}/progress/"

    running = client.get(address, headers={"HX-Request": "true"})
    assert running.status_code == 200
    assert f'hx-get="{address}?seen=1"' in running.content.decode()
    assert "Lecture du collectif" in running.content.decode()
    assert 'aria-valuenow="25"' in running.content.decode()

    assert json.loads(running["HX-Trigger"]) == {"house:announce": "Lecture du collectif"}
    assert "HX-Trigger" not in client.get(f"{address}?seen=1", headers={"HX-Request": "true"})

    Job.objects.update(state="failed", error="Le document est trop long.")
    failed = client.get(address, headers={"HX-Request": "true"})
    assert failed.status_code == 286
    assert "hx-get" not in failed.content.decode()
    assert "Le document est trop long." in failed.content.decode()


def test_the_fragment_is_that_of_the_page(cast, sign_in):
    client = sign_in(cast.participant)
    for document in (logbook(cast), finished(cast), logbook(cast, job__state="failed", job__error="Panne")):
        fragment = client.get(f"/reports/{document.pk}/progress/").content.decode().strip()

        assert fragment in page(client, f"/reports/{document.pk}/")


def test_a_finished_document_is_downloaded_whole_and_never_kept_by_the_way(cast, sign_in):
    document, client = finished(cast), sign_in(cast.participant)

    html = page(client, f"/reports/{document.pk}/")
    answer = client.get(f"/reports/{document.pk}/download/")

    assert document.file.sha256[:16] in html
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 made up"
    assert answer["Content-Disposition"] == 'attachment; filename="carnet.pdf"'
    assert answer["Cache-Control"] == "private, no-store"


def test_a_failed_document_says_why_and_is_tried_again(cast, sign_in):
    document = logbook(cast, job__state="failed", job__error="Une panne.", job__key="k")
    client = sign_in(cast.participant)
    assert "Une panne." in page(client, f"/reports/{document.pk}/")

    answer = client.post(f"/reports/{document.pk}/retry/")

    assert answer.url == f"/reports/{document.pk}/"
    assert "En attente de son tour" in page(client, answer.url)


def test_an_expired_document_says_so_and_is_asked_for_anew(cast, sign_in):
    document = finished(cast, expires_at=timezone.now() - dt.timedelta(days=1))
    client = sign_in(cast.participant)

    assert "Ce document a expiré" in page(client, f"/reports/{document.pk}/")
    gone = client.get(f"/reports/{document.pk}/download/")
    assert gone.status_code == 410
    assert "Ce document a expiré" in gone.content.decode()

    answer = client.post(f"/reports/{document.pk}/retry/")
    assert answer.url != f"/reports/{document.pk}/"


def test_the_list_holds_who_asked_s_and_all_for_an_administrator(cast, sign_in):
    logbook(cast)
    logbook(cast, requested_by=cast.partner, job__state="failed")

    own = page(sign_in(cast.participant), "/reports/")
    every = page(sign_in(cast.administrator), "/reports/")

    assert own.count("Carnet de bord · Projet") == 1
    assert every.count("Carnet de bord · Projet") == 2
    assert cast.partner.name in every


def test_an_empty_list_says_what_will_be_there(cast, sign_in):
    assert "Pas encore de document" in page(sign_in(cast.participant), "/reports/")


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_the_same_queries_for_one_and_three(cast, sign_in, number, django_assert_num_queries):
    for _ in range(number):
        finished(cast)
    client = sign_in(cast.participant)
    client.get("/reports/")

    with django_assert_num_queries(10):
        client.get("/reports/")


def test_pages_speak_english_too(cast, sign_in):
    cast.participant.language = "en"
    cast.participant.save(update_fields=["language"])

    assert "Download the PDF" in page(sign_in(cast.participant), f"/reports/{finished(cast).pk}/")
