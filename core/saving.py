"""Saving without asking: a save that is repeated counts once, and a text that meets another one is kept beside it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import IntegrityError, models, transaction
from django.utils import timezone

from .enums import Verb
from .errors import EditedElsewhere
from .trail import record


@dataclass(frozen=True)
class Saved:
    """What is acknowledged: the version that this very save made (or found alike), and when. `fresh`: made just now,
    over the version that the person had seen."""

    version: int
    at: datetime
    fresh: bool = False


def attempt_key(attempt: UUID | None, actor: Any, row: models.Model, content: str) -> UUID | None:
    """The browser's number, tied to the person, the row and the content: reused for another text, it is another save."""
    return uuid5(attempt, f"{actor.pk}:{row._meta.label_lower}:{row.pk}:{content}") if attempt else None


def save_at_once(
    row: Any,
    content: Mapping[str, Any],
    *,
    actor: Any,
    seen: int,
    attempt: UUID | None,
    verb: Verb,
    same: Mapping[str, Any] | None = None,
    **about: Any,
) -> Saved | None:
    """What nearly every save is: the version that the person has seen is still the one there. It is compared and written
    over in one statement, which takes the row's lock. Nothing is written and None comes back when something else is the
    case: `save_version` then decides under the lock.

    The row as it was loaded, perhaps a moment ago; one that is not in the database is inserted with its first version.
    `same` are the values that make it the same content, when not all of them do.
    """
    try:
        with transaction.atomic():
            row.updated_by, row.updated_at = actor, timezone.now()
            for name, value in content.items():
                setattr(row, name, value)
            if row.pk is None:
                row.version = 1
                row.save(force_insert=True)
            else:
                there = type(row).objects.filter(pk=row.pk, version=seen).exclude(**(same or content))
                row.version = seen + 1
                if not there.update(**content, version=row.version, updated_by=actor, updated_at=row.updated_at):
                    return None
            key = attempt_key(attempt, actor, row, _joined(content))
            row.versions.create(number=row.version, author=actor, applied=True, attempt=key, **content, **about)
            record(actor, verb, row, version=row.version)
    except IntegrityError:  # somebody inserted it meanwhile, or this attempt is there already
        return None
    return Saved(row.version, row.updated_at, fresh=True)


def _joined(content: Mapping[str, Any]) -> str:
    return ":".join(str(value) for value in content.values())


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
    key = attempt_key(attempt, actor, row, _joined(content))
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
