"""Files beside a level: who adds, reads and takes away, and what a closed round keeps."""

import datetime as dt
from io import BytesIO

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from cohorts.actions import close_round
from core.errors import Refused
from core.models import StoredFile
from logbook import actions, queries
from logbook.models import ScoreFile

pytestmark = pytest.mark.django_db
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def add(cast, criterion):
    def send(content=b"%PDF-1.7 preuve", name="preuve.pdf", **more):
        facts = {"project": cast.project, "criterion": criterion, "round_": cast.round, "structure": cast.structure}
        return actions.add_evidence(actor=cast.participant, content=BytesIO(content), name=name, **(facts | more))

    return send


def test_a_file_stands_beside_a_level(add, place, cast, criterion):
    with pytest.raises(Refused, match="Choose a level first"):
        add()
    place(3)

    row = add()

    view = queries.axis_page(cast.participant, cast.project, criterion.axis, cast.structure).view.criteria[0]
    assert view.own.files == (row,)


@pytest.mark.parametrize(("content", "name"), [(SVG, "preuve.svg"), (SVG, "preuve.pdf"), (b"%PDF-1.7", "preuve.png")])
def test_active_and_disguised_files_are_refused(add, place, content, name):
    place(3)

    with pytest.raises(Refused):
        add(content, name)

    assert not StoredFile.objects.exists()


def test_a_level_takes_five_files_at_most(add, place):
    place(3)
    for number in range(5):
        add(name=f"preuve-{number}.pdf")

    with pytest.raises(Refused, match="5 files at most"):
        add()


def test_a_closed_round_keeps_what_was_shown(add, place, cast):
    place(3)
    row = add()
    close_round(actor=cast.facilitator, round_=cast.round)
    cast.round.refresh_from_db()

    with pytest.raises(Refused, match="The round closed"):
        add()
    with pytest.raises(Refused, match="The round closed"):
        actions.remove_evidence(actor=cast.participant, file=row)
    assert ScoreFile.objects.get() == row


def test_taken_away_it_takes_its_bytes_along(add, place, cast, django_capture_on_commit_callbacks):
    place(3)
    row = add()

    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_evidence(actor=cast.participant, file=row)
        actions.remove_evidence(actor=cast.participant, file=row)

    assert not StoredFile.objects.exists()


def test_a_partner_reads_it_once_the_levels_are_shared(add, place, cast, client):
    place(3)
    address = reverse("logbook:download_evidence", args=[add().pk])
    client.force_login(cast.partner)
    assert client.get(address).status_code == 404

    actions.share_assessment(
        actor=cast.participant, project=cast.project, round_=cast.round, structure=cast.structure, shared=True
    )

    answer = client.get(address)
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 preuve"
    answer.close()
    assert answer["Content-Disposition"] == 'attachment; filename="preuve.pdf"'


def test_one_who_left_reads_what_was_there_then(cast, place, add, client):
    with time_machine.travel(dt.datetime(2026, 2, 1, 9, tzinfo=dt.UTC), tick=False):
        place(3)
        early = add(name="avant.pdf")
    late = add(name="apres.pdf")
    client.force_login(cast.former)

    assert client.get(reverse("logbook:download_evidence", args=[late.pk])).status_code == 404
    answer = client.get(reverse("logbook:download_evidence", args=[early.pk]))
    assert answer.status_code == 200
    answer.close()


def test_the_form_of_the_page_adds_and_says_what_is_wrong(cast, place, client):
    place(3)
    client.force_login(cast.participant)
    page = client.get(reverse("logbook:axis", args=[cast.project.slug, "axe-1"])).text
    address = (
        f"/projects/projet/logbook/axe-1/criteria/critere-1-1/files/?structure=maison&amp;round={cast.round.position}"
    )
    assert f'action="{address}"' in page

    for content in (b"%PDF-1.7", SVG):
        client.post(address.replace("&amp;", "&"), {"file": SimpleUploadedFile("preuve.pdf", content)})

    assert ScoreFile.objects.get().file.name == "preuve.pdf"


def test_two_files_at_once_are_both_kept(race, cast, place, add):
    place(3)

    outcomes = race(lambda: add(name="un.pdf"), lambda: add(name="deux.pdf"))

    assert all(isinstance(one, ScoreFile) for one in outcomes)
