from core.models import OutboxMail
from tests.access.matrix import row
from tests.cast import Cast


def mail(cast: Cast) -> dict:
    """A mail to the participant, which nobody else reads, the team included."""
    row = OutboxMail.objects.create(to=[cast.participant.email], person=cast.participant, subject="Atelier", text="…")
    return {"mail": row.pk}


ROWS = [
    row("accounts:preferences", "GET", "302 200 200 200 200 200 200 200 200 200"),
    row(
        "accounts:preferences",
        "POST",
        "302 302 302 302 302 302 302 302 302 302",
        data=lambda cast: {"name": "Claude Exemple", "language": "en"},
    ),
    row("accounts:messages", "GET", "302 200 200 200 200 200 200 200 200 200"),
    row("accounts:message", "GET", "302 404 404 404 404 404 200 404 404 404", words=mail),
]
