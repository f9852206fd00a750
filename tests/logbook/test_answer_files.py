"""Files beside an answer: what is taken, who gets them, and that sharing an answer shares them."""

import io
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from core.errors import Refused
from logbook import actions
from logbook.actions.papers import MOST_FILES
from logbook.models import Answer, AnswerFile

AXIS = "/projects/projet/logbook/axe-1/"
OWN = f"{AXIS}questions/question-1-1/files/?structure=maison"
FRAGMENT = {"HX-Request": "true"}
PDF = b"%PDF-1.7 bilan"


def body(response):
    return re.sub(r"[ \n]+", " ", response.content.decode())


def sent(name="bilan.pdf", data=PDF, kind="application/pdf"):
    return SimpleUploadedFile(name, data, kind)


@pytest.fixture
def add(cast, individual):
    def act(data=PDF, name="bilan.pdf", question=None):
        return actions.add_file(
            actor=cast.participant, project=cast.project, question=question or individual, structure=cast.structure,
            content=io.BytesIO(data), name=name,
        )  # fmt: skip

    return act


def status(client, address):
    response = client.get(address)
    if response.streaming:
        b"".join(response.streaming_content)  # to its end, which closes the file
    return response.status_code


def share(cast, individual, shared):
    words = {"actor": cast.participant, "project": cast.project, "question": individual, "structure": cast.structure}
    actions.share_answer(**words, shared=shared)


def test_several_files_at_once_come_beside_an_answer_not_written_yet(cast, sign_in):
    member = sign_in(cast.participant)

    response = member.post(OWN, {"file": [sent(), sent("plan.pdf", PDF + b" et plan")]}, headers=FRAGMENT)

    html = body(response)
    assert response.status_code == 200
    assert html.index("bilan.pdf") < html.index("plan.pdf")
    assert "<textarea" not in html
    assert Answer.objects.get().version == 0
    page = body(member.get(AXIS))
    assert "bilan.pdf" in page
    assert "10\u00a0Mo au plus" in page
    save = f"{AXIS}questions/question-1-1/?structure=maison"
    assert 'data-version="1"' in body(member.post(save, {"text": "Oui.", "seen": 0}, headers=FRAGMENT))


def test_without_javascript_one_comes_back_to_the_question(cast, sign_in, individual):
    response = sign_in(cast.participant).post(OWN, {"file": [sent()]})

    assert response["Location"] == f"{AXIS}?structure=maison#question-{individual.pk}"


def test_of_several_the_good_ones_are_kept_and_each_other_has_its_sentence(cast, sign_in):
    response = sign_in(cast.participant).post(
        OWN,
        {"file": [sent(), sent("page.html", b"<script>alert(1)</script>"), sent("vide.pdf", b"")]},
        headers=FRAGMENT,
    )

    html = body(response)
    assert response.status_code == 422
    assert "page.html\u00a0: Ce type de fichier" in html
    assert "vide.pdf\u00a0: Ce fichier est vide" in html
    assert [one.file.name for one in AnswerFile.objects.all()] == ["bilan.pdf"]


def test_a_file_is_a_download_and_never_a_page(cast, sign_in, add):
    row = add(name="../b<il>an\u202e.pdf")
    response = sign_in(cast.participant).get(f"/answer-files/{row.pk}/")

    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"].startswith("attachment;")
    assert "/" not in response["Content-Disposition"]
    assert "\u202e" not in response["Content-Disposition"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"


def test_a_photograph_does_not_tell_where_it_was_taken(add):
    picture, made = Image.new("RGB", (40, 20)), io.BytesIO()
    exif = picture.getexif()
    exif[0x010F] = "Appareil bavard"
    picture.save(made, "JPEG", exif=exif)

    with add(made.getvalue(), "photo.jpg").file.content.open() as kept:
        assert b"bavard" not in kept.read()


def test_who_reads_the_answer_gets_its_files_and_nobody_else(cast, sign_in, add, individual, write):
    write(individual, "Entre nous.")
    address = f"/answer-files/{add().pk}/"
    people = ("participant", "facilitator", "administrator", "partner", "former", "other_member", "other_facilitator")

    def statuses():
        return [status(sign_in(cast.users[person]), address) for person in people]

    assert statuses() == [200, 200, 200, 404, 404, 404, 404]
    assert "bilan.pdf" not in body(sign_in(cast.partner).get(AXIS))
    share(cast, individual, shared=True)
    assert statuses() == [200, 200, 200, 200, 404, 404, 404]
    assert "bilan.pdf" in body(sign_in(cast.partner).get(AXIS))
    share(cast, individual, shared=False)
    assert statuses()[3] == 404


def test_one_who_left_has_the_files_of_the_last_day(cast, sign_in, add, collective, write, time_machine):
    time_machine.move_to("2026-03-01T12:00:00Z")
    write(collective, "Alors.")
    then = add(question=collective)
    time_machine.move_to("2026-11-23T12:00:00Z")
    since = add(PDF + b" depuis", "depuis.pdf", question=collective)
    left = sign_in(cast.left)

    assert [status(left, f"/answer-files/{one.pk}/") for one in (then, since)] == [200, 404]
    html = body(left.get(AXIS))
    assert "bilan.pdf" in html
    assert "depuis.pdf" not in html


def test_only_who_writes_the_answer_takes_a_file_away_and_the_bytes_go(cast, sign_in, add, individual, write):
    write(individual, "Entre nous.")
    share(cast, individual, shared=True)
    row = add()
    stored, name = row.file.content.storage, row.file.content.name
    address = f"/answer-files/{row.pk}/remove/"
    for person in ("partner", "facilitator"):
        assert sign_in(cast.users[person]).post(address).status_code == 403

    assert "bilan.pdf" not in body(sign_in(cast.participant).post(address, headers=FRAGMENT))

    assert not AnswerFile.objects.exists()
    assert not stored.exists(name)


def test_the_same_file_twice_is_there_once(add):
    assert add() == add(name="encore.pdf")


def test_an_answer_has_a_bounded_number_of_files(add):
    for number in range(MOST_FILES):
        add(PDF + str(number).encode())

    with pytest.raises(Refused, match=str(MOST_FILES)):
        add(PDF + b"de trop")


def test_a_document_that_unpacks_to_a_whole_disk_is_refused(add):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b" " * (301 * 1024 * 1024))
    assert len(made.getvalue()) < 1024 * 1024

    with pytest.raises(Refused, match="décompresse"):
        add(made.getvalue(), "bombe.docx")
