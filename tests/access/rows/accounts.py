import datetime as dt

from accounts.actions import QUIET
from core.dates import now
from core.links import make_link
from core.models import OutboxMail
from tests.access.matrix import row
from tests.cast import Cast


def mail(cast: Cast) -> dict:
    """A mail to the participant, which nobody else reads, the team included."""
    row = OutboxMail.objects.create(to=[cast.participant.email], person=cast.participant, subject="Atelier", text="…")
    return {"mail": row.pk}


def quiet(cast: Cast) -> dict:
    """The link at the foot of a reminder to the participant."""
    return {"token": make_link(cast.participant, QUIET, 2, now() + dt.timedelta(days=9))}


PACES = {"reminder": "none", "action": "daily", "logbook": "weekly", "digest": "none"}

ROWS = [
    row("accounts:preferences", "GET", "302 200 200 200 200 200 200 200 200 200"),
    row(
        "accounts:preferences",
        "POST",
        "302 302 302 302 302 302 302 302 302 302",
        data=lambda cast: {"name": "Claude Exemple", "language": "en"},
    ),
    row("accounts:notices", "GET", "302 200 200 200 200 200 200 200 200 200"),
    row("accounts:notices", "POST", "302 302 302 302 302 302 302 302 302 302", data=lambda cast: PACES),
    row("accounts:quiet", "GET", "200 403 403 403 403 403 200 403 403 403", words=quiet),
    row("accounts:quiet", "POST", "200 403 403 403 403 403 200 403 403 403", words=quiet, data=lambda cast: PACES),
    row("accounts:messages", "GET", "302 200 200 200 200 200 200 200 200 200"),
    row("accounts:message", "GET", "302 404 404 404 404 404 200 404 404 404", words=mail),
]
