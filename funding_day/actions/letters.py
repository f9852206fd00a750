"""The mails of the morning: short letters in the reader's language, with one button, and their calendar when there is one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from core.outbox import SECRET_HEADER


@dataclass(frozen=True)
class Letter:
    """What a mail says. `rows` are lines of a small table: (hour, who, where). `button` leads to `link`."""

    subject: str
    lines: Sequence[str]
    link: str = ""
    button: str = ""
    after: Sequence[str] = ()
    rows: Sequence[tuple[str, str, str]] = ()
    files: Sequence[tuple[str, str, str]] = field(default=())


def send(letter: Letter, to: str, language: str, *, secret: bool = False) -> None:
    """Writes the mail into the outbox, inside the caller's transaction. A secret one loses its text once it is sent."""
    words: dict[str, Any] = {"letter": letter, "subject": letter.subject, "language": language}
    with translation.override(language):
        text = render_to_string("funding_day/mail/letter.txt", words)
        html = render_to_string("funding_day/mail/letter.html", words)
    headers = {SECRET_HEADER: "1"} if secret else {}
    message = EmailMultiAlternatives(" ".join(letter.subject.split()), text, to=[to], headers=headers)
    message.attach_alternative(html, "text/html")
    for name, content, kind in letter.files:
        message.attach(name, content, kind)
    message.send()
