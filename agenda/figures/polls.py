"""What a poll says of its dates: which structures would be there, which would be missing, how many heads."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.db.models import Count

from agenda.enums import Availability
from agenda.models import Poll, PollAnswer, PollDate, PollVoice
from projects.models import Membership

SILENT = "silent"
# What a structure is taken to say of a date: the first of these that one of its people says.
ORDER = (Availability.YES, Availability.IF_NEED_BE, SILENT, Availability.NO)


@dataclass(frozen=True)
class DateResult:
    """A date with what was said of it.

    A structure is *represented* when at least one of its people says yes; *if need be* when nobody says yes and
    somebody says if need be; *silent* when neither is said and somebody has yet to answer; else it is *missing*: all
    its people said no. Only people and structures that take part on that very day are counted. Heads are persons: who
    stands for two structures counts once.
    """

    date: PollDate
    represented: list[Membership] = field(default_factory=list)
    if_need_be: list[Membership] = field(default_factory=list)
    silent: list[Membership] = field(default_factory=list)
    missing: list[Membership] = field(default_factory=list)
    people: Mapping[str, list[str]] = field(default_factory=dict)
    is_best: bool = False

    @property
    def heads(self) -> dict[str, int]:
        """How many persons say yes, if need be, no, or nothing yet."""
        return {word: len(names) for word, names in self.people.items()}

    @property
    def structures(self) -> int:
        return len(self.represented) + len(self.if_need_be) + len(self.silent) + len(self.missing)

    @property
    def order(self) -> tuple[int, int, int, int]:
        """Best first: the fewest structures without a yes, then without even an if-need-be, then the most heads."""
        without_yes = self.structures - len(self.represented)
        return (
            without_yes,
            without_yes - len(self.if_need_be),
            -self.heads[Availability.YES],
            -self.heads[Availability.IF_NEED_BE],
        )


@dataclass(frozen=True)
class PollCounts:
    """Persons asked in a poll, those who have yet to speak of some date, and the dates proposed."""

    dates: int = 0
    asked: int = 0
    waited_for: int = 0

    @property
    def answered(self) -> int:
        return self.asked - self.waited_for


def poll_result(poll: Poll, taken: Collection[int] = ()) -> list[DateResult]:
    """The dates proposed, best first; of equal ones the sooner first, those of `taken` (their keys) last. All that equal
    the first and can be had are best, once anybody has said yes. Three queries."""
    dates = list(poll.dates.proposed().order_by("starts_at", "ends_at", "pk"))
    voices = list(
        poll.voices.select_related(
            "participant__user", "participant__membership__structure", "participant__membership__project"
        ).order_by(
            "participant__membership__structure__name",
            "participant__membership__project__name",
            "participant__user__name",
            "pk",
        )
    )
    given: dict[int, dict[int, str]] = defaultdict(dict)
    for date, voice, answer in PollAnswer.objects.filter(voice__poll=poll).values_list("date", "voice", "answer"):
        given[date][voice] = answer
    read = [_read(date, voices, given[date.pk]) for date in dates]
    results = sorted(read, key=lambda result: (result.order, result.date.pk in taken))
    best = next((row.order for row in results if row.date.pk not in taken and row.heads[Availability.YES]), None)
    return [replace(row, is_best=row.order == best and row.date.pk not in taken) for row in results]


def poll_counts(polls: Sequence[Poll]) -> dict[int, PollCounts]:
    """Counts of several polls in three queries. Who stands for two structures is one person."""
    keys = [poll.pk for poll in polls]
    dates = _count(PollDate.objects.proposed().filter(poll__in=keys).values_list("poll").annotate(n=Count("pk")))
    people = Count("participant__user", distinct=True)
    voices = PollVoice.objects.filter(poll__in=keys).order_by()
    asked = _count(voices.values_list("poll").annotate(n=people))
    waited_for = _count(voices.waited_for().values_list("poll").annotate(n=people))
    return {key: PollCounts(dates.get(key, 0), asked.get(key, 0), waited_for.get(key, 0)) for key in keys}


def _count(rows: Iterable[tuple[int, int]]) -> dict[int, int]:
    return dict(rows)


def _read(date: PollDate, voices: Sequence[PollVoice], given: Mapping[int, str]) -> DateResult:
    """What the people of that day say of a date."""
    structures: dict[Membership, set[str]] = {}
    heads: dict[str, dict[int, str]] = {word: {} for word in (*Availability.values, SILENT)}
    for voice in voices:
        part = voice.participant
        if date.day < part.starts_on or (part.last_day is not None and part.last_day < date.day):
            continue
        said = given.get(voice.pk, SILENT)
        structures.setdefault(part.membership, set()).add(said)
        heads[said][part.user_id] = str(part.user)
    groups: dict[str, list[Membership]] = defaultdict(list)
    for membership, words in structures.items():
        groups[next((word for word in ORDER if word in words), Availability.NO)].append(membership)
    return DateResult(
        date=date,
        represented=groups[Availability.YES],
        if_need_be=groups[Availability.IF_NEED_BE],
        silent=groups[SILENT],
        missing=groups[Availability.NO],
        people={word: list(names.values()) for word, names in heads.items()},
    )
