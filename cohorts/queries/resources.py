"""The library as its page shows it, and what stands on the shelf of one axis."""

from dataclasses import dataclass
from typing import Any

from cohorts.models import Axis, Question, Resource, ResourceQuerySet

from .content import newest_published


@dataclass(frozen=True)
class Shelf:
    """An axis with its resources; without an axis: those of the programme as a whole."""

    axis: Axis | None
    resources: list[Resource]


@dataclass(frozen=True)
class Library:
    shelves: list[Shelf]
    axes: list[Axis]
    number: int


def resources(user: Any) -> ResourceQuerySet:
    rows = Resource.objects.visible_to(user).select_related("file", "added_by")
    return rows.prefetch_related("places").order_by("title", "pk")


def library(user: Any, *, kind: str = "", axis: str = "", words: str = "") -> Library:
    """The shelves in the order of the axes of the newest content; a resource stands on each of its axes. Constant
    queries."""
    rows = resources(user)
    if kind:
        rows = rows.filter(kind=kind)
    for word in words.split()[:8]:
        rows = (
            rows.filter(title__icontains=word)
            | rows.filter(summary__icontains=word)
            | rows.filter(author__icontains=word)
        )
    found = list(rows.distinct())
    axes = axes_to_place()
    known = {one.slug for one in axes}
    standing = {one.pk: {place.axis for place in one.places.all()} & known for one in found}
    shelves = [Shelf(one, [row for row in found if one.slug in standing[row.pk]]) for one in axes]
    shelves.append(Shelf(None, [row for row in found if not standing[row.pk]]))
    if axis:
        shelves = [shelf for shelf in shelves if shelf.axis is not None and shelf.axis.slug == axis]
    shelves = [shelf for shelf in shelves if shelf.resources]
    return Library(shelves, axes, len({row.pk for shelf in shelves for row in shelf.resources}))


def axes_to_place() -> list[Axis]:
    """The axes and questions on which a resource may stand."""
    version = newest_published()
    return list(version.axes.order_by("position").prefetch_related("questions")) if version else []


@dataclass(frozen=True)
class OnAxis:
    """A resource on an axis, with the questions of that axis for which it stands."""

    resource: Resource
    questions: list[Question]


def resources_on_axis(user: Any, axis: Axis) -> list[OnAxis]:
    """What helps on an axis: two queries, three where there is any."""
    found = list(resources(user).filter(withdrawn_at__isnull=True).on_axis(axis.slug))
    if not found:
        return []
    questions = {one.slug: one for one in axis.questions.all()}
    return [
        OnAxis(
            row,
            [
                questions[place.question]
                for place in row.places.all()
                if place.axis == axis.slug and place.question in questions
            ],
        )
        for row in found
    ]
