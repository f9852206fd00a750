"""Mail leaves through a table: written with the change that causes it, sent by a job, kept when the mail server is away."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Count, Min
from django.utils import timezone

from .enums import JobState, MailState
from .jobs import enqueue
from .logs import without_secrets
from .models import Job, MailHold, OutboxMail

SECRET_HEADER = "X-House-Secret"


@dataclass(frozen=True)
class HeldUp:
    """How many mails should have left and have not, and since when the oldest of them waits."""

    number: int
    since: datetime | None


class OutboxBackend(BaseEmailBackend):
    """Django's EMAIL_BACKEND: whoever sends a mail writes a row, and no request waits for a mail server."""

    def send_messages(self, email_messages: Sequence[Any]) -> int:
        for message in email_messages:
            post(message)
        return len(email_messages)


def post(message: Any) -> OutboxMail:
    """Writes one message into the outbox and queues its sending."""
    mail = row_of(message)
    with transaction.atomic():
        held = not mail.secret and hold_in_force() is not None
        mail.state = MailState.HELD if held else MailState.WAITING
        mail.save()
        if not held:
            queue(mail.pk)
    return mail


def hold_in_force() -> MailHold | None:
    """The hold by which what is written waits to be looked through; codes and links that people ask for never wait."""
    return MailHold.objects.filter(ended_at=None).select_related("by").first()


def row_of(message: Any) -> OutboxMail:
    """The row that a message becomes, not saved. Files are text, calendars as a rule."""
    headers = dict(message.extra_headers)
    secret = headers.pop(SECRET_HEADER, "") == "1"
    others = [(content, kind) for content, kind in getattr(message, "alternatives", [])]
    html: Iterable[str] = (content for content, kind in others if kind == "text/html")
    calendars = [{"name": "", "type": kind, "text": content} for content, kind in others if _is_calendar(kind)]
    files = [{"name": name, "type": kind, "text": content} for name, content, kind in message.attachments]
    return OutboxMail(
        to=list(message.to),
        person=_person(message.to),
        subject=message.subject[:300],
        from_email=message.from_email,
        text=message.body,
        html=next(iter(html), ""),
        parts=[*calendars, *files],
        headers=headers,
        secret=secret,
    )


def _is_calendar(kind: str) -> bool:
    return kind.startswith("text/calendar")


def _person(addresses: Sequence[str]) -> Any:
    """The account with the address, when the mail has one reader."""
    if len(addresses) != 1:
        return None
    return get_user_model().objects.filter(email=addresses[0].strip().lower()).first()


def queue(pk: int) -> None:
    """Asks for the sending of one row; a row that is being sent already is left alone."""
    enqueue("core.send_mail", {"mail": pk}, key=f"mail {pk}")


def deliver(mail: OutboxMail) -> None:
    """Hands one mail to the mail server. Raises what the server raises; one that was sent, held back or discarded
    meanwhile is left alone."""
    if not take(mail):
        return
    message = EmailMultiAlternatives(mail.subject, mail.text, mail.from_email, mail.to, headers=mail.headers)
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    for part in mail.parts:
        if part["name"]:
            message.attach(part["name"], part["text"], part["type"])
        else:
            message.attach_alternative(part["text"], part["type"])
    message.connection = get_connection(settings.DELIVERY_BACKEND)
    message.send()
    mail.state, mail.sent_at, mail.error = MailState.SENT, timezone.now(), ""
    mail.text = "" if mail.secret else without_secrets(mail.text)
    mail.html = "" if mail.secret else without_secrets(mail.html)
    mail.headers = {name: without_secrets(value) for name, value in mail.headers.items()}
    mail.save(update_fields=["state", "sent_at", "error", "text", "html", "headers"])


def take(mail: OutboxMail) -> bool:
    """Takes a mail in hand to send it, if it is still to be sent. Whoever wants to hold it back from now on is told that
    it is leaving."""
    taken = OutboxMail.objects.filter(pk=mail.pk, state=MailState.WAITING).update(leaving_at=timezone.now())
    return bool(taken)


def held_up() -> HeldUp:
    """What a mail server that is away keeps back; nothing is lost, and it leaves by itself."""
    found = OutboxMail.objects.held_up().aggregate(number=Count("pk"), since=Min("waiting_since"))
    return HeldUp(found["number"], found["since"])


def send_again(mails: Iterable[OutboxMail]) -> int:
    """Tries at once what has failed or waits. Gives how many mails that is; what was sent is left alone."""
    keys = [mail.pk for mail in mails]
    with transaction.atomic():
        unsent = OutboxMail.objects.filter(pk__in=keys, state__in=[MailState.WAITING, MailState.FAILED])
        found = list(unsent.order_by("pk").values_list("pk", flat=True))
        unsent.update(state=MailState.WAITING, waiting_since=timezone.now(), attempts=0, error="")
        for pk in found:
            queue(pk)
        waiting = Job.objects.filter(key__in=[f"mail {pk}" for pk in found], state=JobState.QUEUED)
        waiting.update(run_after=timezone.now())
    return len(found)
