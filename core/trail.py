"""Writes the trail: one line of who did what to which row."""

from typing import Any

from django.db.models import Model

from .enums import Verb
from .models import TrailEntry


def record(actor: Any, verb: Verb, target: Model, **data: Any) -> TrailEntry:
    """Adds a line inside the caller's transaction. `data` holds no secret and no private text."""
    return TrailEntry.objects.create(
        actor=actor if actor is not None and actor.pk else None,
        verb=verb,
        target_type=target._meta.label_lower,
        target_id=target.pk,
        data=data,
    )
