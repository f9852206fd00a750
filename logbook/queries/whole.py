"""The whole logbook for one reader: what is printed."""

from dataclasses import dataclass
from typing import Any

from logbook import figures
from projects.models import Project

from .content import AxisView, QuestionView, axes_with_content, axis_view, criteria_in, earlier_questions, scale_of
from .pages import Place, active_structures, place_of, placed_by_round, progress_of, rounds_of
from .rounds import RoundState, last_filled
from .texts import agreed_read, placements_read, texts_read


@dataclass(frozen=True)
class Logbook:
    """Every axis with the texts and levels that this reader may read, the progress and the radar. `rounds.shown` is the
    round whose levels stand here: the last one that holds any. `gone`: what was answered in axes that the content has no
    more."""

    place: Place
    axes: tuple[AxisView, ...]
    gone: tuple[QuestionView, ...]
    progress: figures.Progress
    rounds: RoundState
    radar: figures.Radar | None
    curves: tuple[figures.Curve, ...]

    @property
    def counted(self) -> list[tuple[AxisView, figures.Count]]:
        return [(view, self.progress.of(view.axis)) for view in self.axes]


def logbook_for(user: Any, project: Project, *, shared_only: bool = False) -> Logbook:
    """The logbook as this person may read it today, or could on the last day; a constant number of queries. With
    `shared_only`, nothing of it that one structure alone reads: collective texts, and what structures share."""
    place = place_of(user, project, None)
    rounds = rounds_of(place)
    axes = list(axes_with_content(project.cohort.content_id))
    texts = texts_read(place.reader)
    placements = placements_read(place.reader, rounds.begun)
    if shared_only:
        texts = [text for text in texts if text.structure is None or text.shared]
        placements = [one for one in placements if one.shared]
    agreed = agreed_read(place.reader, rounds.begun)
    placed = placed_by_round(rounds.begun, placements)
    together = placed_by_round(rounds.begun, agreed)
    rounds = last_filled(rounds, {one.round_id for one in placements})
    active = list(active_structures(project)) if place.reader.team and not shared_only else []
    version = rounds.shown.version_id if rounds.shown else project.cohort.content_id
    scale = scale_of(version)
    earlier = earlier_questions(axes, place.standing, texts)
    answered = {one.slug: one for one in (axes if version == project.cohort.content_id else axes_with_content(version))}
    views = tuple(
        axis_view(
            axis,
            scale,
            standing=place.standing,
            texts=texts,
            placements=placements,
            rounds=rounds,
            active=active,
            criteria=criteria_in(answered[axis.slug], None) if axis.slug in answered else [],
            agreed=agreed,
            earlier=tuple(row for row in earlier if row.question.axis.slug == axis.slug),
        )
        for axis in axes
    )
    slugs = {axis.slug for axis in axes}
    gone = tuple(row for row in earlier if row.question.axis.slug not in slugs)
    drawn = figures.curves(axes, {one: [*placed[one], *together[one]] for one in rounds.begun})
    progress = figures.Progress({}) if shared_only else progress_of(place)
    return Logbook(place, views, gone, progress, rounds, figures.radar(axes, placed), drawn)
