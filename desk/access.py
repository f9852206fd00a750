"""Who may look through the outbox."""

from typing import Any

from core.gate import right
from core.models import OutboxMail


@right
def can_manage_outbox(user: Any, *mail: OutboxMail) -> bool:
    """Administrators: the mails are to people of every cohort."""
    return bool(user.is_administrator)
