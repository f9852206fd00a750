"""The chain of a fund: each transaction carries the hash of the one before it and of its own content, so that a row
changed, added or taken away behind the application's back is found by reading it again (actions.check_ledger)."""

import hashlib
import json
from collections.abc import Iterable
from decimal import Decimal

from .models import Transaction


def link(previous: str, row: Transaction, entries: Iterable[tuple[str, Decimal]]) -> str:
    """The hash of a transaction after the one whose hash is `previous` (empty for the first of a fund)."""
    content = [
        *(row.fund_id, row.number, row.kind, row.label, row.happened_on.isoformat(), row.key),
        *(row.reverses_id, row.actor_id, row.is_example, row.created_at.isoformat()),
        sorted((str(account), f"{amount:.2f}") for account, amount in entries),
    ]
    return hashlib.sha256(f"{previous}\n{json.dumps(content, ensure_ascii=True)}".encode()).hexdigest()
