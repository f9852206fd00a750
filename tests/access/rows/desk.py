from core.models import OutboxMail
from tests.access.matrix import row


def prepared(cast):
    return {"session": cast.meeting.pk}


def mail(cast, state="held"):
    """A mail to the participant that waits to be looked through."""
    told = {
        "to": [cast.participant.email],
        "person": cast.participant,
        "subject": "Atelier",
        "text": "…",
        "state": state,
    }
    return {"mail": OutboxMail.objects.create(**told).pk}


OUTBOX = "302 403 403 403 403 403 403 403 403 200"
ONE_MAIL, MAIL_SENT = "302 404 404 404 404 404 404 404 404 200", "302 404 404 404 404 404 404 404 404 302"

ROWS = [
    row("desk:outbox", "GET", OUTBOX),
    row("desk:hold_all", "POST", "302 403 403 403 403 403 403 403 403 302"),
    row("desk:release_all", "POST", "302 403 403 403 403 403 403 403 403 302", data=lambda cast: {"expected": "0"}),
    row("desk:outbox_mail", "GET", ONE_MAIL, words=mail),
    row(
        "desk:outbox_mail", "POST", MAIL_SENT, words=mail, data=lambda cast: {"subject": "A", "text": "b", "seen": "1"}
    ),
    row("desk:hold_mail", "POST", MAIL_SENT, words=lambda cast: mail(cast, "waiting")),
    row("desk:release_mail", "POST", MAIL_SENT, words=mail),
    row("desk:discard_mail", "POST", MAIL_SENT, words=mail),
    row("desk:home", "GET", "302 200 302 302 302 302 302 302 302 302"),
    row("desk:search", "GET", "302 200 200 200 200 200 200 200 200 200", data=lambda cast: {"q": "projet"}),
    row(
        "desk:board", "GET", "302 404 200 200 200 200 200 404 200 200", words=lambda cast: {"cohort": cast.cohort.slug}
    ),
    row(
        "desk:project",
        "GET",
        "302 404 404 200 200 200 200 404 200 200",
        words=lambda cast: {"project": cast.project.slug},
    ),
    row(
        "desk:cohort_engagement",
        "GET",
        "302 404 403 403 403 403 403 404 200 200",
        words=lambda cast: {"cohort": cast.cohort.slug},
    ),
    row(
        "desk:engagement",
        "GET",
        "302 404 404 200 403 403 200 404 200 200",
        words=lambda cast: {"project": cast.project.slug},
    ),
    row("desk:prepare_session", "GET", "302 404 404 403 404 404 403 404 200 200", words=prepared),
    row(
        "desk:prepare_session",
        "POST",
        "302 404 404 403 404 404 403 404 302 302",
        words=prepared,
        data=lambda cast: {"subject-TOTAL_FORMS": "0", "subject-INITIAL_FORMS": "0"},
    ),
]
