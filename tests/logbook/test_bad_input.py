"""Whatever is sent to the logbook: a sentence, nothing lost, nothing run, and never an error of ours."""

import io
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass, field
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from logbook.models import Answer, AnswerFile, AnswerVersion, Score

AXIS = "/projects/projet/logbook/axe-1/"
TEXT = f"{AXIS}questions/question-1-1/?structure=maison"
FILES = f"{AXIS}questions/question-1-1/files/?structure=maison"
LEVEL = f"{AXIS}criteria/critere-1-1/?structure=maison&round=1"
FRAGMENT = {"HX-Request": "true"}
WORD = (
    "<p class=MsoNormal style='margin:0'><b>Nos règles</b><o:p></o:p></p><style>p{color:red}</style>"
    "<script>alert(1)</script><p onclick='alert(2)'>Décider <a href='javascript:alert(3)'>ici</a></p>"
)


def png(wide, high):
    """A picture of that size, in a few bytes."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", wide, high, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


def bomb():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b" " * (301 * 1024 * 1024))
    return made.getvalue()


def close_the_round(cast):
    cast.round.closes_on = cast.round.opens_on.replace(month=11, day=20)
    cast.round.save()


def end_the_part(cast):
    cast.participant.participations.update(ends_on="2026-11-22")


def take_another_content(cast):
    """The edition takes a version of the content in which the question is asked no more."""
    from cohorts import actions as editions

    draft = editions.start_draft(actor=cast.administrator, source=cast.cohort.content)
    draft.axes.get(slug="axe-1").questions.get(slug="question-1-1").delete()
    editions.publish_draft(actor=cast.administrator, version=draft, cohorts=[cast.cohort])


@dataclass(frozen=True)
class Bad:
    """What is sent, after what has happened meanwhile, and the sentence that answers."""

    status: int
    sentence: str
    words: dict = field(default_factory=dict)
    at: str = TEXT
    before: object = None


def files(name, data, kind="application/pdf"):
    return lambda: {"file": SimpleUploadedFile(name, data() if callable(data) else data, kind)}


REFUSED = {
    "10 MB of text": Bad(413, "trop volumineux", {"text": "a" * 10 * 1024 * 1024, "seen": 0}),
    "10 MB of formatted text": Bad(413, "trop volumineux", {"text": "<b>" * 3_500_000, "seen": 0, "format": "html"}),
    "1 MB of text": Bad(422, "1000000", {"text": "a" * 1_000_000, "seen": 0}),
    "a NUL": Bad(422, "nul", {"text": "Un mot\x00 gardé", "seen": 0}),
    "a NUL in a formatted text": Bad(422, "nul", {"text": "<b>Un mot\x00</b>", "seen": 0, "format": "html"}),
    "no version": Bad(422, "rechargez", {"text": "Un mot gardé"}),
    "a version in words": Bad(422, "rechargez", {"text": "Un mot gardé", "seen": "<b>"}),
    "a question of another axis": Bad(
        404, "plus là", {"text": "Un mot", "seen": 0}, f"{AXIS}questions/question-2-1/?structure=maison"
    ),
    "a question of another version": Bad(404, "plus là", {"text": "Un mot", "seen": 0}, before=take_another_content),
    "a partner's answer": Bad(
        403, "plus écrire ici", {"text": "Un mot", "seen": 0}, f"{AXIS}questions/question-1-1/?structure=jardin"
    ),
    "taken off the project while typing": Bad(
        403, "plus écrire ici", {"text": "Un mot", "seen": 0}, before=end_the_part
    ),
    "level 5": Bad(422, "quatre niveaux", {"level": "5", "comment": "Un mot gardé", "seen": 0}, LEVEL),
    "level 1.5": Bad(422, "quatre niveaux", {"level": "1.5", "comment": "Un mot gardé", "seen": 0}, LEVEL),
    "a round closed while typing": Bad(
        422, "clos depuis", {"level": "2", "comment": "Un mot gardé", "seen": 0}, LEVEL, close_the_round
    ),
    "an SVG": Bad(422, "pas accepté", files("dessin.svg", b"<svg onload='alert(1)'/>", "image/svg+xml"), FILES),
    "an SVG called PNG": Bad(422, "pas accepté", files("dessin.png", b"<svg onload='alert(1)'/>", "image/png"), FILES),
    "an HTML page": Bad(422, "pas accepté", files("page.html", b"<script>alert(1)</script>", "text/html"), FILES),
    "an HTML page called PDF": Bad(422, "pas accepté", files("page.pdf", b"<script>alert(1)</script>"), FILES),
    "an image of 20,000 x 20,000": Bad(422, "millions", files("immense.png", png(20_000, 20_000), "image/png"), FILES),
    "a zip bomb": Bad(422, "décompresse", files("bombe.docx", bomb), FILES),
    "a PDF called Word": Bad(422, "son nom annonce", files("bilan.docx", b"%PDF-1.7"), FILES),
    "an empty file": Bad(422, "vide", files("vide.pdf", b""), FILES),
    "no file": Bad(422, "Choisissez", {}, FILES),
    "too large a file": Bad(422, "10\u00a0Mo", files("gros.pdf", b"%PDF-" + b"x" * 10 * 1024 * 1024), FILES),
}
TAKEN = {
    "emoji": ("😀 👩🏽‍🌾", {}, "😀 👩🏽‍🌾", ""),
    "right to left": ("שלום \u202ertl\u202c", {}, "שלום \u202ertl\u202c", ""),
    "a script typed as text": ("<script>alert(1)</script>", {}, "<script>alert(1)</script>", ""),
    "a paste from Word": (
        WORD,
        {"format": "html"},
        "Nos règles\nDécider ici",
        "<div><strong>Nos règles</strong><br>Décider ici</div>",
    ),
    "nothing but a script": ("<script>alert(1)</script>", {"format": "html"}, "<script>alert(1)</script>", ""),
}


@pytest.fixture
def member(cast, sign_in):
    client = sign_in(cast.participant)
    client.get(AXIS)
    client.raise_request_exception = True  # an error of ours fails the test, whatever the page says
    return client


def body(response):
    return re.sub(r"[ \n]+", " ", response.content.decode())


@pytest.mark.parametrize("headers", [FRAGMENT, {}], ids=["fragment", "page"])
@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_taken_is_answered_with_a_sentence(cast, member, name, headers):
    bad = REFUSED[name]
    if bad.before is not None:
        bad.before(cast)

    response = member.post(bad.at, bad.words() if callable(bad.words) else bad.words, headers=headers)

    html = body(response)
    assert response.status_code == bad.status
    if headers or bad.status in {413, 422}:
        assert bad.sentence in html
    if headers:
        assert "<html" not in html
    assert "<script>alert" not in html
    assert "<svg onload" not in html
    assert not Answer.objects.exclude(version=0).exists()
    assert not AnswerFile.objects.exists()
    assert not Score.objects.filter(version__gt=0).exists()
    typed = bad.words if isinstance(bad.words, dict) else {}
    if bad.status == 422 and "gardé" in "".join(map(str, typed.values())):
        assert "gardé" in html


@pytest.mark.parametrize("headers", [FRAGMENT, {}], ids=["fragment", "page"])
@pytest.mark.parametrize("name", TAKEN)
def test_what_is_only_strange_is_taken_as_words(member, name, headers):
    text, words, kept, html = TAKEN[name]

    response = member.post(TEXT, {"text": text, "seen": 0, **words}, headers=headers)

    assert response.status_code == (200 if headers else 302)
    answer = Answer.objects.first()
    assert ((answer.text, answer.html) if answer else ("", "")) == (kept, html)
    assert "<script>alert" not in body(member.get(AXIS))


def test_a_double_submit_is_one_save(member):
    words = {"text": "Une fois.", "seen": 0, "attempt": str(uuid4())}

    answers = [member.post(TEXT, words, headers=FRAGMENT) for _click in range(2)]

    assert [one.status_code for one in answers] == [200, 200]
    assert AnswerVersion.objects.count() == 1


def test_ten_tabs_of_one_person_lose_no_text(member):
    texts = [f"Le texte de l’onglet {number}." for number in range(10)]

    statuses = [member.post(TEXT, {"text": text, "seen": 0}, headers=FRAGMENT).status_code for text in texts]

    assert statuses == [200] + [409] * 9
    assert set(AnswerVersion.objects.values_list("text", flat=True)) == set(texts)


def test_a_page_come_back_to_with_the_back_button_writes_over_nothing(member):
    member.post(TEXT, {"text": "Avant.", "seen": 0})
    member.post(TEXT, {"text": "Après.", "seen": 1})

    same = member.post(TEXT, {"text": "Après.", "seen": 0})
    old = member.post(TEXT, {"text": "Avant.", "seen": 0})

    assert (same.status_code, old.status_code) == (302, 409)
    assert "Après." in body(old)
    assert "Avant." in body(old)
    assert Answer.objects.get().text == "Après."
