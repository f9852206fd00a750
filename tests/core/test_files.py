"""Private files: whole, nameless on disk, given as downloads only."""

import hashlib
import io
import os
import time

import pytest
from django.core.files.storage import default_storage

from core.files import clean_name, discard, give, store, sweep
from core.models import StoredFile

pytestmark = pytest.mark.django_db
BYTES = b"%PDF-1.7 " + bytes(range(256)) * 9000  # more than two chunks


def stored(name="Rapport été.pdf"):
    return store(io.BytesIO(BYTES), name=name, content_type="application/pdf")


def test_a_file_is_stored_whole_with_its_size_and_digest():
    row = stored()

    with default_storage.open(row.content.name) as content:
        assert content.read() == BYTES
    assert (row.size, row.sha256) == (len(BYTES), hashlib.sha256(BYTES).hexdigest())
    assert str(row) == "Rapport été.pdf"


def test_the_name_on_disk_has_no_meaning():
    row = stored("../../etc/passwd")

    assert "passwd" not in row.content.name
    assert ".." not in row.content.name
    assert row.name == "passwd"
    assert stored().content.name != stored().content.name


def test_a_content_that_was_read_already_is_stored_whole():
    content = io.BytesIO(BYTES)
    content.read(100)

    assert store(content, name="x.pdf", content_type="application/pdf").size == len(BYTES)


def test_an_empty_file_is_a_file():
    assert store(io.BytesIO(), name="x", content_type="text/plain").size == 0


def test_a_file_is_given_as_a_download_that_no_cache_keeps():
    response = give(stored())

    content = b"".join(response.streaming_content)
    response.close()

    assert content == BYTES
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''Rapport%20%C3%A9t%C3%A9.pdf"
    assert response["Cache-Control"] == "private, no-store"


def test_a_download_may_have_another_name_and_no_name_breaks_the_header():
    response = give(StoredFile.objects.get(pk=stored().pk), name='a"b\r\nSet-Cookie: x=1.pdf')
    response.close()

    assert "\r" not in response["Content-Disposition"]
    assert "\n" not in response["Content-Disposition"]


def test_a_discarded_file_is_gone_once_that_is_committed(django_capture_on_commit_callbacks):
    row = stored()
    name = row.content.name
    with django_capture_on_commit_callbacks() as waiting:
        discard(row)
    kept_until_then = default_storage.exists(name)
    for delete in waiting:
        delete()

    assert kept_until_then
    assert not default_storage.exists(name)
    assert not StoredFile.objects.exists()


def test_bytes_that_no_row_names_are_swept_when_they_are_a_day_old():
    """A process killed between writing and committing leaves them behind."""
    named, forgotten, fresh = stored(), stored(), stored()
    StoredFile.objects.filter(pk__in=[forgotten.pk, fresh.pk]).delete()
    for row in (named, forgotten):
        os.utime(default_storage.path(row.content.name), (time.time() - 90_000,) * 2)

    swept = sweep()

    assert swept == 1
    assert [default_storage.exists(row.content.name) for row in (named, forgotten, fresh)] == [True, False, True]


def test_a_storage_that_holds_nothing_yet_has_nothing_to_sweep():
    assert sweep() == 0


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/bilan.pdf", "bilan.pdf"),
        ("C:\\Documents\\bilan.pdf", "bilan.pdf"),
        ("bilan\u202efdp.exe", "bilanfdp.exe"),
        ("bi\x00lan\n.pdf", "bilan.pdf"),
        ("a" * 300 + ".pdf", "a" * 176 + ".pdf"),
        ("Compte rendu été 😀.pdf", "Compte rendu été 😀.pdf"),
    ],
)
def test_a_file_is_called_as_its_name_reads(name, kept):
    assert clean_name(name) == kept
