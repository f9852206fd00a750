"""Keeps secrets out of the log: a line that names an address must not let its reader follow it."""

import logging
import re
from typing import Any

# Addresses whose next word is a secret: an invitation, a funder's page, a calendar, a password to be set again.
_SECRET = re.compile(
    r"(/(?:invitations|funding-day/me|agenda/feed|accounts/password/reset/key|l/[a-z-]+)/)[^/\s?\"'.]{12,}"
)


def without_secrets(value: Any) -> Any:
    return _SECRET.sub(r"\1…", value) if isinstance(value, str) else value


class HideSecrets(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = without_secrets(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(map(without_secrets, record.args))
        return True
