from tests import factories as make
from tests.access.matrix import row


def own(cast):
    """The participant's own logbook."""
    document = make.DocumentFactory(
        kind="logbook", cohort=cast.cohort, project=cast.project, requested_by=cast.participant
    )
    return {"document": document.pk}


def logbook(cast):
    return {"kind": "logbook", "project": cast.project.slug, "language": "fr"}


OWN = "302 404 404 404 404 404 200 404 404 200"

# Who left keeps the right to what was read until then; the rights over a programme are in tests/reports.
ROWS = [
    row("reports:documents", "GET", "302 200 200 200 200 200 200 200 200 200"),
    row("reports:new_document", "GET", "302 404 404 200 200 200 200 404 200 200", data=logbook),
    row("reports:new_document", "POST", "302 404 404 302 302 302 302 404 302 302", data=logbook),
    row("reports:document", "GET", OWN, words=own),
    row("reports:progress", "GET", OWN, words=own),
    row("reports:retry_document", "POST", "302 404 404 404 404 404 302 404 404 403", words=own),
    row("reports:download", "GET", "302 404 404 404 404 404 404 404 404 404", words=own),  # no file yet
]
