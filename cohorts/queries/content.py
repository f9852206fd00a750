"""The versions of the content, and each of them as the two documents that it is imported from and exported to."""

import zlib
from dataclasses import dataclass, replace
from json import dumps
from typing import Any

from django.db.models import Prefetch, QuerySet

from cohorts.content_changes import AxisDifferences, compare
from cohorts.content_check import Problem
from cohorts.content_files import Pair, Programme, problems_of
from cohorts.models import Axis, Cohort, ContentVersion, Round
from core.dates import today

from .editions import team_cohorts

PARTS = ("workstreams", "questions", "guiding_objectives", "criteria__levels")


def content_versions(user: Any) -> QuerySet[ContentVersion]:
    """The versions, newest first, with the editions that use them."""
    cohorts = Prefetch("cohorts", queryset=Cohort.objects.order_by("-starts_on", "name"))
    rows = ContentVersion.objects.visible_to(user).select_related("created_by", "based_on")
    return rows.prefetch_related(cohorts).order_by("-number")


def newest_published() -> ContentVersion | None:
    return ContentVersion.objects.published().order_by("-number").first()


def axes_of(version: ContentVersion) -> QuerySet[Axis]:
    """A content, whole: a constant number of queries."""
    return version.axes.order_by("position").prefetch_related(*PARTS)


def programme_of(version: ContentVersion) -> Programme:
    """The version as its two documents."""
    return Programme(
        scale=[
            ({"level": row.level, "label": row.label_fr}, {"level": row.level, "label": row.label_en})
            for row in version.scale.order_by("level")
        ],
        axes=[pair_of(axis) for axis in axes_of(version)],
        parts=version.other_parts,
    )


def pair_of(axis: Axis) -> Pair:
    """An axis in French and in English, in the order of the files."""
    return _axis(axis, "fr"), _axis(axis, "en")


def _axis(axis: Axis, language: str) -> dict[str, Any]:
    def said(row: Any, name: str) -> str:
        return str(getattr(row, f"{name}_{language}"))

    return {
        "slug": axis.slug,
        "title": said(axis, "title"),
        "intention": said(axis, "intention"),
        "workstreams": [said(one, "text") for one in axis.workstreams.all()],
        "questions": [
            {"slug": one.slug, "text": said(one, "text"), "scope": one.scope} for one in axis.questions.all()
        ],
        "objectives": [said(one, "text") for one in axis.guiding_objectives.all()],
        "criteria": [
            {
                "slug": one.slug,
                "title": said(one, "title"),
                "levels": [said(level, "text") for level in one.levels.all()],
            }
            for one in axis.criteria.all()
        ],
    }


def mark(told: Any) -> int:
    """A number that changes whenever what a form showed does."""
    return zlib.crc32(dumps(told, sort_keys=True).encode())


@dataclass(frozen=True)
class Draft:
    """A draft as its page tells it: what it changes, and what is still wrong."""

    version: ContentVersion
    differences: list[AxisDifferences]
    problems: list[Problem]
    cohorts: list[Cohort]

    @property
    def is_ready(self) -> bool:
        return bool(self.differences) and not self.problems


def draft_of(user: Any, version: ContentVersion) -> Draft:
    """What a draft changes since the version that it began from, and which editions the reader could give it to."""
    after = programme_of(version)
    return Draft(version, differences(version.based_on, after), problems_of(after), list(team_cohorts(user)))


def with_axis(version: ContentVersion, axis: Axis, pair: Pair) -> tuple[Programme, int]:
    """The version as it would be with other words in one axis, and the place of that axis."""
    told = programme_of(version)
    place = next(number for number, (french, _english) in enumerate(told.axes) if french["slug"] == axis.slug)
    return replace(told, axes=[*told.axes[:place], pair, *told.axes[place + 1 :]]), place


def with_axes(version: ContentVersion, scale: list[Pair], axes: list[Pair]) -> Programme:
    """The version as it would be with these levels and these axes: slug and title; what hangs on them stays."""
    known = {pair[0]["slug"]: pair for pair in programme_of(version).axes}
    empty = {"intention": "", "workstreams": [], "questions": [], "objectives": [], "criteria": []}
    return Programme(
        scale=scale,
        axes=[
            (
                {**(known[pair[0]["slug"]][0] if pair[0]["slug"] in known else empty), **pair[0]},
                {**(known[pair[0]["slug"]][1] if pair[0]["slug"] in known else empty), **pair[1]},
            )
            for pair in axes
        ],
    )


def differences(before: ContentVersion | None, after: Programme) -> list[AxisDifferences]:
    """What the new content changes; without an older one, everything is new."""
    old = programme_of(before) if before is not None else Programme(scale=after.scale, axes=[])
    return compare(old, after)


@dataclass(frozen=True)
class Chosen:
    """A version that an edition might take: what changes for it, and the rounds that keep what they have."""

    version: ContentVersion
    differences: list[AxisDifferences]
    begun: list[Round]

    @property
    def is_used(self) -> bool:
        return not self.differences


def chosen_content(cohort: Cohort, number: str) -> Chosen:
    """The version of the address among the published ones, else the newest."""
    rows = ContentVersion.objects.published().order_by("-number")
    version = rows.filter(number=number).first() if number.isdecimal() and len(number) < 9 else rows.first()
    version = version or cohort.content
    told = [] if version == cohort.content else differences(cohort.content, programme_of(version))
    return Chosen(version, told, [one for one in cohort.rounds.all() if one.opens_on <= today()])
