"""Mail leaves through a table: written with the change that causes it, sent by a job, kept when the mail server is away."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from .enums import MailState
from .jobs import enqueue
from .models import OutboxMail

SECRET_HEADER = "X-House-Secret"


class OutboxBackend(BaseEmailBackend):
    """Django's EMAIL_BACKEND: whoever sends a mail writes a row, and no request waits for a mail server."""

    def send_messages(self, email_messages: Sequence[Any]) -> int:
        for message in email_messages:
            post(message)
        return len(email_messages)


def post(message: Any) -> OutboxMail:
    """Writes one message into the outbox and queues its sending."""
    headers = dict(message.extra_headers)
    secret = headers.pop(SECRET_HEADER, "") == "1"
    html: Iterable[str] = (part[0] for part in getattr(message, "alternatives", []) if part[1] == "text/html")
    with transaction.atomic():
        mail = OutboxMail.objects.create(
            to=list(message.to),
            subject=message.subject[:300],
            from_email=message.from_email,
            text=message.body,
            html=next(iter(html), ""),
            headers=headers,
            secret=secret,
        )
        queue(mail.pk)
    return mail


def queue(pk: int) -> None:
    """Asks for the sending of one row; a row that is being sent already is left alone."""
    enqueue("core.send_mail", {"mail": pk}, key=f"mail {pk}")


def deliver(mail: OutboxMail) -> None:
    """Hands one mail to the mail server. Raises what the server raises; an already sent mail is left alone."""
    if mail.state == MailState.SENT:
        return
    message = EmailMultiAlternatives(mail.subject, mail.text, mail.from_email, mail.to, headers=mail.headers)
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    message.connection = get_connection(settings.DELIVERY_BACKEND)
    message.send()
    mail.state, mail.sent_at, mail.error = MailState.SENT, timezone.now(), ""
    if mail.secret:
        mail.text = mail.html = ""
    mail.save(update_fields=["state", "sent_at", "error", "text", "html"])
