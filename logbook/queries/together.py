"""The page on which a level is agreed together: each criterion with what was agreed, and the individual levels where the
rule of the alignment map shows them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from cohorts.models import Axis, Criterion, Round
from core.dates import today
from logbook import figures
from logbook.models import Assessment, Score
from projects.models import Project, Structure

from .alignment import AlignmentPage, alignment_page
from .content import LevelView, scale_of


@dataclass(frozen=True)
class Agreed:
    """A level agreed together, as a form reads it."""

    level: int | None
    comment: str
    version: int
    author: str
    written_at: datetime


@dataclass(frozen=True)
class TogetherRow:
    criterion: Criterion
    levels: tuple[LevelView, ...]
    own: Agreed | None
    spread: figures.Spread | None

    @property
    def label_of(self) -> dict[int, str]:
        return {level.level: level.label for level in self.levels}


@dataclass(frozen=True)
class TogetherPage:
    project: Project
    round: Round
    is_open: bool
    assessment: Assessment | None
    alignment: AlignmentPage
    sections: list[tuple[Axis, list[TogetherRow]]]


def together_page(user: Any, project: Project, round_: Round) -> TogetherPage:
    """Every criterion of the edition, in a constant number of queries."""
    found = alignment_page(user, project, None, str(round_.position))
    spreads = {spread.criterion.pk: spread for spread in found.map.spreads}
    agreed = agreed_levels(project, round_)
    scale = scale_of(round_.version_id)
    axes = Axis.objects.filter(version=round_.version_id).prefetch_related("criteria__levels")
    sections = [
        (axis, [_row(one, scale, agreed.get(one.pk), spreads.get(one.pk)) for one in axis.criteria.all()])
        for axis in axes
    ]
    rows = Assessment.objects.filter(project=project, round=round_, structure__isnull=True)
    assessment = rows.prefetch_related("present").first()
    return TogetherPage(project, round_, round_.is_open_on(today()), assessment, found, sections)


def together_row(project: Project, round_: Round, criterion: Criterion) -> TogetherRow:
    """What a save brings back: the criterion as it reads now."""
    agreed = agreed_levels(project, round_).get(criterion.pk)
    return _row(criterion, scale_of(criterion.axis.version_id), agreed, None)


def agreed_levels(project: Project, round_: Round) -> dict[int, Agreed]:
    """The levels agreed together in a round, by criterion."""
    rows = Score.objects.filter(
        assessment__project=project, assessment__round=round_, assessment__structure__isnull=True, version__gt=0
    )
    return {
        one.criterion_id: Agreed(one.level, one.comment, one.version, one.updated_by.name, one.updated_at)
        for one in rows.select_related("updated_by").order_by("pk")
    }


def structures_of(project: Project) -> QuerySet[Structure]:
    """The structures that take part today: those who may be there."""
    members = project.memberships.active_on(today())
    return Structure.objects.filter(pk__in=members.values("structure"))


def _row(
    criterion: Criterion, scale: dict[int, str], agreed: Agreed | None, spread: figures.Spread | None
) -> TogetherRow:
    levels = tuple(LevelView(one.level, scale.get(one.level, ""), one.text) for one in criterion.levels.all())
    return TogetherRow(criterion, levels, agreed, spread)
