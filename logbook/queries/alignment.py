"""The alignment map (*lecture croisée*) as one reader sees it: the same for the team and for those who take part."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from cohorts.models import Axis, Round
from core.dates import day_bounds, paris_day, today
from logbook import figures
from logbook.models import Assessment, Consent, Score
from projects.models import Membership, Project, Structure

from .pages import Place, place_of

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class Disclosure:
    """Whether the levels of a round may be shown, and what is still missing."""

    open: bool
    answered: int
    active: tuple[Structure, ...]
    consenting: frozenset[int]

    @property
    def needed(self) -> int:
        return min(figures.LEAST, len(self.active))

    @property
    def consents(self) -> list[tuple[Structure, bool]]:
        return [(structure, structure.pk in self.consenting) for structure in self.active]


@dataclass(frozen=True)
class AlignmentPage:
    """The map of the round shown; nothing of the levels while it is not disclosed."""

    place: Place
    rounds: tuple[Round, ...]
    shown: Round | None
    previous: Round | None
    disclosure: Disclosure
    map: figures.Alignment
    radar: figures.Radar | None

    @property
    def sections(self) -> list[tuple[Axis, list[figures.Spread]]]:
        found: dict[Axis, list[figures.Spread]] = defaultdict(list)
        for spread in self.map.spreads:
            found[spread.axis].append(spread)
        return list(found.items())

    @property
    def own_consent(self) -> bool:
        standing = self.place.standing
        return standing is not None and standing.structure.pk in self.disclosure.consenting


def alignment_page(
    user: Any, project: Project, structure: Structure | None, position: str | None, *, names_own: bool = True
) -> AlignmentPage:
    """The map of a round (by its number in the address; else the latest that holds levels); constant queries. Without
    `names_own`, the reader's own structure is named only where it shared its levels, as for everybody."""
    place = place_of(user, project, structure)
    rounds = rounds_to_read(place)
    if not names_own:
        place = replace(place, reader=replace(place.reader, names_own=False))
    scores = list(
        Score.objects.filter(assessment__project=project, assessment__round__in=rounds, version__gt=0)
        .select_related("assessment__structure", "criterion")
        .order_by("pk")
    )
    shown, previous = _chosen(rounds, scores, position)
    axes = axes_in(shown, project)
    axes_before = axes if shown is None or previous is None or previous.version_id == shown.version_id else None
    members = list(Membership.objects.filter(project=project).select_related("structure").order_by("structure__name"))
    consents = list(Consent.objects.filter(project=project, round__in=rounds))
    now = _round_map(place, shown, axes, scores, members, consents, None)
    before = _round_map(place, previous, axes_before or axes_in(previous, project), scores, members, consents, None)[1]
    disclosure, drawn = _round_map(place, shown, axes, scores, members, consents, before) if before.spreads else now
    radar = _radar(shown, axes, drawn)
    return AlignmentPage(place, tuple(rounds), shown, previous, disclosure, drawn, radar)


def axes_in(round_: Round | None, project: Project) -> list[Axis]:
    """The axes and criteria under which a round is answered."""
    version = round_.version_id if round_ is not None else project.cohort.content_id
    return list(Axis.objects.filter(version=version).prefetch_related("criteria"))


def rounds_to_read(place: Place) -> list[Round]:
    """The rounds that have begun; for who left, those that were over by the last day and have not been reopened."""
    until = place.standing.until if place.standing and not place.reader.team else None
    rounds = [one for one in place.project.cohort.rounds.all() if one.opens_on <= (until or today())]
    if until is None:
        return rounds
    over = [one for one in rounds if one.closes_on <= until]
    reopened = place.project.cohort.rounds.filter(reopenings__reopened_at__gte=day_bounds(until)[1])
    return [one for one in over if one.pk not in set(reopened.values_list("pk", flat=True))]


def _chosen(
    rounds: Sequence[Round], scores: Iterable[Score], position: str | None
) -> tuple[Round | None, Round | None]:
    filled = {score.assessment.round_id for score in scores if score.assessment.structure_id is not None}
    place = next((n for n, one in enumerate(rounds) if str(one.position) == position), None)
    if place is None:
        place = max((n for n, one in enumerate(rounds) if one.pk in filled), default=len(rounds) - 1)
    if place < 0:
        return None, None
    earlier = [one for one in rounds[:place] if one.pk in filled]
    return rounds[place], earlier[-1] if earlier else None


def _round_map(
    place: Place,
    round_: Round | None,
    axes: Sequence[Axis],
    scores: Iterable[Score],
    members: Iterable[Membership],
    consents: Iterable[Consent],
    before: figures.Alignment | None,
) -> tuple[Disclosure, figures.Alignment]:
    if round_ is None:
        return Disclosure(open=False, answered=0, active=(), consenting=frozenset()), figures.Alignment((), ())
    day = min(today(), round_.closes_on)
    active = tuple(dict.fromkeys(row.structure for row in members if row.is_active_on(day)))
    latest = {row.structure_id: row.given for row in consents if row.round_id == round_.pk}
    consenting = frozenset(key for key, given in latest.items() if given)
    here = [score for score in scores if score.assessment.round_id == round_.pk]
    own = [score for score in here if score.assessment.structure_id is not None]
    voices = voices_of(place, {score.assessment for score in own})
    agreed = {score.criterion_id: score.level for score in here if score.assessment.structure_id is None}
    earlier = {spread.criterion.root_id: spread for spread in before.spreads} if before else {}
    keys = {structure.pk for structure in active}
    spreads, order = [], []
    for axis in axes:
        for criterion in axis.criteria.all():
            order.append(criterion)
            placed = [score for score in own if score.criterion_id == criterion.pk]
            if figures.is_disclosed([score.assessment.own_structure.pk for score in placed], keys, consenting):
                positions = tuple(sorted((voices[score.assessment], score.level) for score in placed))
                spreads.append(
                    figures.Spread(criterion, axis, positions, agreed.get(criterion.pk), earlier.get(criterion.root_id))
                )
    answered = len({score.assessment for score in own})
    heard = {voice for spread in spreads for voice, _level in spread.positions}
    drawn = figures.alignment(sorted(heard), spreads, order)
    return Disclosure(bool(spreads), answered, active, consenting), drawn


def voices_of(place: Place, assessments: Iterable[Assessment]) -> dict[Assessment, figures.Voice]:
    """Named: one's own, and those that shared their levels. The others have a letter that says nothing: drawn anew
    each round, the same on page and paper."""
    until = place.standing.until if place.standing and not place.reader.team else None
    found, coded = {}, []
    for one in assessments:
        shared = one.shared_at is not None and (until is None or paris_day(one.shared_at) <= until)
        own = not place.reader.team and place.reader.names_own and place.reader.owns(one.structure)
        if shared or own:
            name = one.own_structure.name.split(" – ")[0]
            found[one] = figures.Voice(name, initials(name), one.own_structure.pk, named=True, own=own)
        else:
            coded.append(one)
    coded.sort(key=lambda one: salted_hmac("logbook.voice", f"{one.round_id}:{one.pk}").hexdigest())
    for place_, one in enumerate(coded):
        letter = LETTERS[place_ % len(LETTERS)]
        label = _("Structure %(letter)s") % {"letter": letter}
        found[one] = figures.Voice(label, letter, one.own_structure.pk, named=False)
    return found


def initials(name: str) -> str:
    """« La Boucle » → LB, « Slowfest » → SL, « R3 » → R3."""
    words = [
        word for word in name.replace("’", " ").replace("-", " ").split() if word[0].isupper() or word[0].isdigit()
    ]
    return ("".join(word[0] for word in words[:2]) if len(words) > 1 else name[:2]).upper()


def _radar(round_: Round | None, axes: Sequence[Axis], drawn: figures.Alignment) -> figures.Radar | None:
    """The mean levels per axis of each voice, over the criteria that may be shown."""
    placed = [
        figures.Placed(voice, spread.axis.slug, level) for spread in drawn.spreads for voice, level in spread.positions
    ]
    return figures.radar(axes, {round_: placed}) if round_ is not None else None
