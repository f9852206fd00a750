"""Saving without asking: a save that is repeated counts once, and a text that meets another one is kept beside it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import models
from django.utils import timezone

from .enums import Verb
from .errors import EditedElsewhere
from .trail import record


@dataclass(frozen=True)
class Saved:
    """What is acknowledged: the version that this very save made (or found alike), and when."""

    version: int
    at: datetime


def attempt_key(attempt: UUID | None, actor: Any, row: models.Model, content: str) -> UUID | None:
    """The browser's number, tied to the person, the row and the content: reused for another text, it is another save."""
    return uuid5(attempt, f"{actor.pk}:{row._meta.label_lower}:{row.pk}:{content}") if attempt else None


def save_version(
    row: Any,
    content: Mapping[str, Any],
    *,
    actor: Any,
    seen: int,
    attempt: UUID | None,
    verb: Verb,
    sentence: str,
    check: Callable[[], None] | None = None,
    shape: Callable[..., Any] = dict,
    **about: Any,
) -> Saved | EditedElsewhere:
    """Writes the fields `content` of a locked row and a version of them, inside the caller's transaction.

    The row has `version`, `updated_at`, `updated_by` and `versions`; each version has `number`, `author`, `applied`,
    `attempt`, `created_at`, the same fields, and what `about` adds. The same attempt twice is acknowledged and not
    doubled; what is so already makes no version; a text written over a version that the person has not seen is kept
    beside it, not applied, and the refusal comes back with both in their `shape`, to be raised after the commit.
    `check` refuses what may not be written now.
    """
    key = attempt_key(attempt, actor, row, ":".join(str(value) for value in content.values()))
    repeated = row.versions.filter(attempt=key).first() if key else None
    if repeated is not None and repeated.applied:
        return Saved(repeated.number, repeated.created_at)
    if check is not None:
        check()
    theirs = {name: getattr(row, name) for name in content}
    if row.version and theirs == dict(content):
        return Saved(row.version, timezone.now())
    applied = row.version in (0, seen)
    if applied:
        for name, value in content.items():
            setattr(row, name, value)
        row.updated_by = actor
        row.version += 1
        row.save(update_fields=[*content, "updated_by", "version", "updated_at"])
        record(actor, verb, row, version=row.version)
    if repeated is None:
        row.versions.create(number=row.version, author=actor, applied=applied, attempt=key, **content, **about)
    if applied:
        return Saved(row.version, row.updated_at)
    return EditedElsewhere(sentence, theirs=shape(**theirs), yours=shape(**content), version=row.version)
