"""Writes a content into the rows of a version; loads the programme's own files and publishes them."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Max

from cohorts.content_files import FOLDER, ICONS, Pair, Programme, read
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
        version = add_version(digest=programme.digest, parts=programme.parts)
        write_programme(version, programme)
        publish(version, actor)
    return version


def add_version(*, parts: dict[str, Any], **values: Any) -> ContentVersion:
    last = ContentVersion.objects.aggregate(last=Max("number"))["last"] or 0
    return ContentVersion.objects.create(number=last + 1, parts=json.dumps(parts, ensure_ascii=False), **values)


def publish(version: ContentVersion, actor: Any) -> None:
    """Ties questions and criteria that go on word for word to their first wording, and freezes the version."""
    _tie(version)
    version.published_at = now()
    version.save(update_fields=["published_at", "digest"])
    trail.record(actor, Verb.PUBLISHED, version, number=version.number)


def write_programme(version: ContentVersion, programme: Programme) -> None:
    ScaleLevel.objects.bulk_create(
        ScaleLevel(version=version, level=french["level"], **both("label", (french, english)))
        for french, english in programme.scale
    )
    looks = looks_for([french["slug"] for french, _english in programme.axes])
    for position, pair in enumerate(programme.axes, start=1):
        french, _english = pair
        palette, icon = looks[french["slug"]]
        axis = Axis.objects.create(
            version=version,
            slug=french["slug"],
            position=position,
            palette=palette,
            icon=icon,
            **both("title", pair),
            **both("intention", pair),
        )
        write_axis(axis, pair)


def looks_for(slugs: Sequence[str], kept: dict[str, tuple[str, str]] | None = None) -> dict[str, tuple[str, str]]:
    """Colour and icon of each axis: it keeps those that it has, or had in the last published version that knows it; a
    new one takes the first that are free."""
    known = dict(kept or {})
    rows = Axis.objects.filter(slug__in=slugs, version__published_at__isnull=False).order_by("-version__number")
    for slug, palette, icon in rows.values_list("slug", "palette", "icon"):
        known.setdefault(slug, (palette, icon))
    free = list(zip(Palette.values, ICONS, strict=True))
    found: dict[str, tuple[str, str]] = {}
    for slug in (*(one for one in slugs if one in known), *(one for one in slugs if one not in known)):
        wanted = next((look for look in free if slug in known and look[0] == known[slug][0]), free[0])
        free.remove(wanted)
        found[slug] = wanted
    return found


def _tie(version: ContentVersion) -> None:
    earlier = Question.objects.filter(axis__version__published_at__isnull=False, since__isnull=True)
    asked = {_words_of_question(one): one for one in earlier.select_related("axis").order_by("-pk")}
    for question in Question.objects.filter(axis__version=version).select_related("axis"):
        question.since = asked.get(_words_of_question(question))
        question.save(update_fields=["since"])
    older = Criterion.objects.filter(axis__version__published_at__isnull=False, since__isnull=True)
    known = {
        _words_of_criterion(one): one for one in older.select_related("axis").prefetch_related("levels").order_by("-pk")
    }
    for criterion in Criterion.objects.filter(axis__version=version).select_related("axis").prefetch_related("levels"):
        criterion.since = known.get(_words_of_criterion(criterion))
        criterion.save(update_fields=["since"])


def _words_of_question(one: Question) -> tuple[str, ...]:
    return one.axis.slug, one.slug, one.scope, one.text_fr, one.text_en


def _words_of_criterion(one: Criterion) -> tuple[str, ...]:
    levels = [text for level in one.levels.all() for text in (level.text_fr, level.text_en)]
    return one.axis.slug, one.slug, one.title_fr, one.title_en, *levels


def write_axis(axis: Axis, pair: Pair) -> None:
    """What hangs on an axis that has nothing yet."""
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
        Question(axis=axis, slug=pair[0]["slug"], position=position, scope=pair[0]["scope"], **both("text", pair))
        for position, pair in _numbered(french["questions"], english["questions"])
    )
    for position, twins in _numbered(french["criteria"], english["criteria"]):
        criterion = Criterion.objects.create(
            axis=axis, slug=twins[0]["slug"], position=position, **both("title", twins)
        )
        CriterionLevel.objects.bulk_create(
            CriterionLevel(criterion=criterion, level=level, text_fr=one, text_en=other)
            for level, (one, other) in _numbered(twins[0]["levels"], twins[1]["levels"])
        )


def _numbered(french: list[Any], english: list[Any]) -> Iterator[tuple[int, tuple[Any, Any]]]:
    return enumerate(zip(french, english, strict=True), start=1)


def both(field: str, pair: Pair) -> dict[str, str]:
    french, english = pair
    return {f"{field}_fr": french[field], f"{field}_en": english[field]}
