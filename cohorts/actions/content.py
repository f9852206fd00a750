"""Loads the programme's content into a version of its own and publishes it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Max

from cohorts.content_files import FOLDER, ICONS, Programme, read
from cohorts.enums import Palette
from cohorts.models import (
    Axis,
    ContentVersion,
    Criterion,
    CriterionLevel,
    GuidingObjective,
    Question,
    ScaleLevel,
    Workstream,
)
from core import trail
from core.dates import now
from core.enums import Verb

Pair = tuple[dict[str, Any], dict[str, Any]]


def load_content(*, actor: Any = None, folder: Path = FOLDER) -> ContentVersion:
    """The published version of the files in `folder`: the one that holds them already, or a new one.

    A version never changes once published (answers are read under the questions that were asked), so a corrected file
    becomes a further version; a cohort keeps the one it opened with. Raises ContentError when the languages differ.
    """
    programme = read(folder)
    with transaction.atomic():
        known = ContentVersion.objects.filter(digest=programme.digest).first()
        if known is not None:
            return known
        last = ContentVersion.objects.aggregate(last=Max("number"))["last"] or 0
        version = ContentVersion.objects.create(number=last + 1, digest=programme.digest)
        _write(version, programme)
        version.published_at = now()
        version.save(update_fields=["published_at"])
        trail.record(actor, Verb.PUBLISHED, version, number=version.number)
    return version


def _write(version: ContentVersion, programme: Programme) -> None:
    ScaleLevel.objects.bulk_create(
        ScaleLevel(version=version, level=french["level"], **_both("label", (french, english)))
        for french, english in programme.scale
    )
    for number, pair in enumerate(programme.axes):
        french, _english = pair
        axis = Axis.objects.create(
            version=version,
            slug=french["slug"],
            position=number + 1,
            palette=Palette.values[number],
            icon=ICONS[number],
            **_both("title", pair),
            **_both("intention", pair),
        )
        _write_axis(axis, pair)


def _write_axis(axis: Axis, pair: Pair) -> None:
    french, english = pair
    Workstream.objects.bulk_create(
        Workstream(axis=axis, position=position, text_fr=one, text_en=other)
        for position, (one, other) in _numbered(french["workstreams"], english["workstreams"])
    )
    GuidingObjective.objects.bulk_create(
        GuidingObjective(axis=axis, position=position, text_fr=one, text_en=other)
        for position, (one, other) in _numbered(french["objectives"], english["objectives"])
    )
    Question.objects.bulk_create(
        Question(axis=axis, slug=both[0]["slug"], position=position, scope=both[0]["scope"], **_both("text", both))
        for position, both in _numbered(french["questions"], english["questions"])
    )
    for position, both in _numbered(french["criteria"], english["criteria"]):
        criterion = Criterion.objects.create(axis=axis, slug=both[0]["slug"], position=position, **_both("title", both))
        CriterionLevel.objects.bulk_create(
            CriterionLevel(criterion=criterion, level=level, text_fr=one, text_en=other)
            for level, (one, other) in _numbered(both[0]["levels"], both[1]["levels"])
        )


def _numbered(french: list[Any], english: list[Any]) -> Iterator[tuple[int, tuple[Any, Any]]]:
    return enumerate(zip(french, english, strict=True), start=1)


def _both(field: str, pair: Pair) -> dict[str, str]:
    french, english = pair
    return {f"{field}_fr": french[field], f"{field}_en": english[field]}
