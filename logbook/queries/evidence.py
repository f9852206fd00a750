"""The files beside the levels, as far as a reader reads the levels."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from cohorts.models import Axis, Round
from core.dates import day_bounds
from logbook.models import Assessment, ScoreFile

from .reader import Reader
from .texts import Placement


def with_evidence(placements: Iterable[Placement], reader: Reader, round_: Round | None, axis: Axis) -> list[Placement]:
    """The levels of a round, each with its files; one query."""
    placements = list(placements)
    if round_ is None:
        return placements
    rows = ScoreFile.objects.filter(
        score__assessment__project=reader.project,
        score__assessment__round=round_,
        score__criterion__axis__slug=axis.slug,
    ).select_related("file", "added_by", "score__assessment__structure")
    found: dict[int, list[ScoreFile]] = defaultdict(list)
    for row in rows:
        if reads_evidence(reader, row.score.assessment, row):
            found[row.score_id].append(row)
    return [replace(one, files=tuple(found[one.score_id])) if one.score_id in found else one for one in placements]


def reads_evidence(reader: Reader, assessment: Assessment, file: ScoreFile) -> bool:
    """Whether a file beside a level that the person sees was there on the last day that they read."""
    last = reader.bound(assessment)
    return last is None or file.added_at < day_bounds(last)[1]
