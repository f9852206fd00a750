"""The library: resources put on the shelf, corrected, taken off it and put back."""

from collections.abc import Iterable
from typing import Any, BinaryIO

from django.db import transaction
from django.utils import timezone

from cohorts.models import Resource, ResourcePlace
from core import files, uploads
from core.enums import Verb
from core.rules import keep, same_as_seen
from core.trail import record

FIELDS = ("kind", "title", "summary", "language", "author", "licence", "url")
Place = tuple[str, str]


@transaction.atomic
def create_resource(
    *, actor: Any, places: Iterable[Place], file: Any = None, is_example: bool = False, **facts: Any
) -> Resource:
    """Puts a resource on the shelf of the axes and questions named. Refuses a file that is none of ours, and one that
    leads nowhere."""
    resource = Resource(added_by=actor, is_example=is_example, **facts)
    if file is not None:
        resource.file = _store(file, file.name)
    keep(resource)
    _place(resource, places)
    record(actor, Verb.CREATED, resource)
    return resource


@transaction.atomic
def change_resource(
    *,
    actor: Any,
    resource: Resource,
    places: Iterable[Place],
    file: Any = None,
    seen: int | None = None,
    **facts: Any,
) -> Resource:
    """Corrects a resource; a file that is given takes the place of the one it had. Shows what somebody else saved
    meanwhile."""
    stored = Resource.objects.select_for_update(of=("self",)).get(pk=resource.pk)
    same_as_seen(stored, facts, seen)
    for name, value in facts.items():
        setattr(stored, name, value)
    old = None
    if file is not None:
        old = stored.file
        stored.file = _store(file, file.name)
    keep(stored)
    if old is not None:
        files.discard(old)
    stored.places.all().delete()
    _place(stored, places)
    record(actor, Verb.CHANGED, stored)
    return stored


@transaction.atomic
def shelve_resource(*, actor: Any, resource: Resource, on_shelf: bool) -> Resource:
    """Takes a resource off the shelf, where members read it no more, or puts it back; what is so stays so."""
    stored = Resource.objects.select_for_update(of=("self",)).get(pk=resource.pk)
    if (stored.withdrawn_at is None) != on_shelf:
        stored.withdrawn_at = None if on_shelf else timezone.now()
        stored.save(update_fields=["withdrawn_at"])
        record(actor, Verb.RESTORED if on_shelf else Verb.DISCARDED, stored)
    return stored


def _store(content: BinaryIO, name: str) -> Any:
    taken = uploads.take(content, kinds=uploads.DOCUMENTS, name=name)
    return files.store(taken.content, name=name, content_type=taken.content_type)


def _place(resource: Resource, places: Iterable[Place]) -> None:
    ResourcePlace.objects.bulk_create(
        ResourcePlace(resource=resource, axis=axis, question=question) for axis, question in dict.fromkeys(places)
    )
