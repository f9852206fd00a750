import datetime as dt
import io

import pytest
from django.utils import timezone

from core import jobs
from core.errors import LeaseLost
from core.models import Job, StoredFile, TrailEntry
from reports import actions
from reports.enums import DocumentKind
from reports.models import Document

PDF = b"%PDF-1.7 made up"


def ask(cast, **more):
    facts = {"actor": cast.participant, "kind": DocumentKind.LOGBOOK, "cohort": cast.cohort, "language": "fr"}
    return actions.request_document(**facts | {"project": cast.project} | more)


def under_way(document):
    """The job as a worker holds it."""
    row = jobs.claim(document.job_id)
    return jobs.Progress(row.pk, row.token)


def test_a_document_asked_for_has_a_job_an_expiry_and_a_trail(cast):
    document = ask(cast)

    assert document.job.payload == {"document": document.pk}
    assert document.job.state == "queued"
    assert timezone.now() + dt.timedelta(days=29) < document.expires_at
    assert TrailEntry.objects.get().verb == "requested"


def test_the_same_document_under_way_is_given_back(cast):
    first = ask(cast)

    assert ask(cast) == first
    assert Job.objects.count() == 1
    assert TrailEntry.objects.count() == 1


@pytest.mark.parametrize("change", ["actor", "language", "project", "kind"])
def test_another_document_is_started_beside_it(cast, change):
    changes = {
        "actor": {"actor": cast.facilitator},
        "language": {"language": "en"},
        "project": {"project": cast.other_project},
        "kind": {"kind": DocumentKind.PROGRAMME, "project": None},
    }
    first = ask(cast)

    assert ask(cast, **changes[change]) != first


def test_once_it_is_done_it_can_be_asked_for_again(cast):
    first = ask(cast)
    Job.objects.update(state="done")

    assert ask(cast) != first


def test_what_failed_starts_again_under_the_same_address(cast):
    document = ask(cast)
    Job.objects.update(state="failed", error="Panne")

    again = actions.request_again(actor=cast.participant, document=document)

    assert again == document
    assert again.job.state == "queued"
    assert again.job.payload == {"document": document.pk}
    assert Job.objects.count() == 2


def test_what_failed_gives_way_to_its_twin_under_way(cast):
    failed = ask(cast)
    Job.objects.update(state="failed", error="Panne")
    twin = ask(cast)

    assert actions.request_again(actor=cast.participant, document=failed) == twin


@pytest.mark.parametrize("state", ["queued", "running", "done"])
def test_what_did_not_fail_stays_as_it_is(cast, state):
    document = ask(cast)
    Job.objects.update(state=state)

    assert actions.request_again(actor=cast.participant, document=document) == document
    assert Job.objects.count() == 1


def test_what_has_expired_is_asked_for_anew(cast):
    old = ask(cast)
    Job.objects.update(state="done")
    Document.objects.update(expires_at=timezone.now() - dt.timedelta(days=1))
    old.refresh_from_db()

    new = actions.request_again(actor=cast.participant, document=old)

    assert new != old
    assert not new.is_over


def test_a_file_is_tied_once_with_its_fingerprint_in_the_trail(cast):
    document = ask(cast)
    progress = under_way(document)

    assert actions.attach_file(progress=progress, document=document, content=io.BytesIO(PDF), name="carnet.pdf")
    assert not actions.attach_file(progress=progress, document=document, content=io.BytesIO(PDF), name="carnet.pdf")

    document.refresh_from_db()
    stored = StoredFile.objects.get()
    assert document.file == stored
    with stored.content.open("rb") as content:
        assert content.read() == PDF
    entry = TrailEntry.objects.get(verb="exported")
    assert entry.data == {"sha256": stored.sha256, "size": len(PDF)}


def test_a_worker_that_lost_its_lease_ties_nothing(cast):
    document = ask(cast)
    progress = under_way(document)
    Job.objects.update(token=None)

    with pytest.raises(LeaseLost):
        actions.attach_file(progress=progress, document=document, content=io.BytesIO(PDF), name="carnet.pdf")

    assert not StoredFile.objects.exists()


def test_files_whose_time_is_over_go_and_the_others_stay(cast, settings, django_capture_on_commit_callbacks):
    kept, over = ask(cast), ask(cast, language="en")
    for document in (kept, over):
        actions.attach_file(progress=under_way(document), document=document, content=io.BytesIO(PDF), name="c.pdf")
    Document.objects.filter(pk=over.pk).update(expires_at=timezone.now() - dt.timedelta(minutes=1))

    with django_capture_on_commit_callbacks(execute=True):
        assert actions.clear_expired() == 1

    over.refresh_from_db()
    kept.refresh_from_db()
    assert over.file is None
    assert kept.file == StoredFile.objects.get()
    on_disk = [path for path in (settings.VAR_DIR / "files").rglob("*") if path.is_file()]
    assert [path.name for path in on_disk] == [kept.file.content.name.split("/")[1]]
    assert actions.clear_expired() == 0
