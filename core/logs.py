"""Keeps secrets out of the log: a line that names an address must not let its reader follow it."""

import logging
import re
from collections.abc import Sequence
from typing import Any

# Addresses whose next word is a secret: an invitation, a funder's page, a calendar, a password to be set again.
_SECRET = re.compile(
    r"(/(?:invitations|funding-day/me|agenda/feed|accounts/password/reset/key|l/[a-z-]+)/)[^/\s?\"'.]{12,}"
)


def without_secrets(value: Any) -> Any:
    return _SECRET.sub(r"\1…", value) if isinstance(value, str) else value


def masked(text: str) -> tuple[str, list[str]]:
    """The text with a number in the place of each secret (`…1…`), and the secrets in that order."""
    secrets: list[str] = []

    def number(found: re.Match[str]) -> str:
        secrets.append(found.group(0)[len(found.group(1)) :])
        return f"{found.group(1)}…{len(secrets)}…"

    return _SECRET.sub(number, text), secrets


def unmasked(text: str, secrets: Sequence[str]) -> str:
    """The secrets back in their places. A ValueError where the text names one that is not there."""

    def secret(found: re.Match[str]) -> str:
        place = int(found.group(1))
        if not 1 <= place <= len(secrets):
            raise ValueError(place)
        return secrets[place - 1]

    return re.sub(r"…(\d+)…", secret, text)


class HideSecrets(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = without_secrets(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(map(without_secrets, record.args))
        return True
