"""The index of « nous » of a project: its collective answers as they stand, and as they stood at the end of each month."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from typing import Any

from cohorts.models import Axis
from core.dates import month_bounds, now, paris_day
from core.richtext import Written, lines_of
from logbook import figures
from logbook.enums import Speaker, Whose
from logbook.models import AnswerVersion, NousConsent, NousReading
from projects.models import Project, Structure

from .pages import Place, active_structures, place_of


@dataclass(frozen=True)
class Agreed:
    """Which structures of today let the whole project read the index."""

    structures: tuple[tuple[Structure, bool], ...]

    @property
    def everybody(self) -> bool:
        return bool(self.structures) and all(given for _structure, given in self.structures)

    def says(self, structure: Structure | None) -> bool:
        return any(given for one, given in self.structures if one == structure)


@dataclass(frozen=True)
class Month:
    """The index of the texts as they stood at the end of a month, the present one as it stands now."""

    first_day: dt.date
    index: figures.Index

    @property
    def nous(self) -> int:
        return self.index.said_by(Speaker.COLLECTIVE)


@dataclass(frozen=True)
class Section:
    """The index of an axis, with the number of its sentences by who speaks."""

    axis: Axis
    index: figures.Index

    @property
    def nous(self) -> int:
        return self.index.said_by(Speaker.COLLECTIVE)

    @property
    def je(self) -> int:
        return self.index.said_by(Speaker.SINGULAR)

    @property
    def structures(self) -> int:
        return self.index.said_by(Speaker.STRUCTURE)

    @property
    def on(self) -> int:
        return self.index.said_by(Speaker.IMPERSONAL)


@dataclass(frozen=True)
class Spoken:
    """A sentence on the page: with its answer's question, and its mark for the reading of a « nous »."""

    sentence: figures.Sentence
    question: str
    mark: str

    @property
    def speakers(self) -> list[Speaker]:
        return [one for one in Speaker if one in self.sentence.speakers]

    @property
    def is_nous(self) -> bool:
        return Speaker.COLLECTIVE in self.sentence.speakers


@dataclass(frozen=True)
class NousPage:
    place: Place
    agreed: Agreed
    index: figures.Index
    sections: tuple[Section, ...]
    months: tuple[Month, ...]
    spoken: tuple[tuple[Axis, tuple[Spoken, ...]], ...]

    @property
    def said(self) -> list[tuple[Speaker, int]]:
        return [(one, self.index.said_by(one)) for one in Speaker]

    @property
    def read_as(self) -> list[tuple[Whose | None, int]]:
        return [(one, self.index.read_as(one)) for one in (*Whose, None)]


def nous_agreed(project: Project) -> Agreed:
    """Two queries."""
    given = NousConsent.objects.given_in(project)
    return Agreed(tuple((one, one.pk in given) for one in active_structures(project)))


def mark_of(sentence: str) -> str:
    """What a reading is tied to: the words of the sentence."""
    return sha256(sentence.encode()).hexdigest()


def nous_page(user: Any, project: Project, structure: Structure | None) -> NousPage:
    """The index whole, by axis and by month, with the sentences behind it; constant queries."""
    place = place_of(user, project, structure)
    versions = list(
        AnswerVersion.objects.filter(answer__project=project, answer__structure=None, applied=True)
        .select_related("answer__question__axis")
        .order_by("created_at", "pk")
    )
    names = tuple(sorted(_names(project)))
    read = {
        (row.answer_id, row.sentence): Whose(row.whose)
        for row in NousReading.objects.filter(answer__project=project, answer__structure=None)
    }
    current = _standing(versions, None)
    sentences = _sentences(current, names, read)
    by_axis: dict[Axis, list[figures.Sentence]] = defaultdict(list)
    for version in sorted(current, key=lambda one: (one.answer.question.axis.position, one.answer.question.position)):
        by_axis[version.answer.question.axis] += [one for one in sentences if one.answer == version.answer_id]
    questions = {version.answer_id: version.answer.question.slug for version in current}
    return NousPage(
        place,
        nous_agreed(project),
        figures.Index(tuple(sentences)),
        tuple(Section(axis, figures.Index(tuple(said))) for axis, said in by_axis.items()),
        tuple(_months(versions, names, read)),
        tuple(
            (axis, tuple(Spoken(one, questions[one.answer], mark_of(one.text)) for one in said if one.speakers))
            for axis, said in by_axis.items()
        ),
    )


def _names(project: Project) -> set[str]:
    """The structures that ever took part, as people call them: « R3 – Réseau… » is also R3."""
    names = project.memberships.values_list("structure__name", flat=True)
    return {said for name in names for said in (name, name.split(" – ")[0])}


def _standing(versions: Iterable[AnswerVersion], until: dt.datetime | None) -> list[AnswerVersion]:
    """The last text of each answer before an instant."""
    latest = {one.answer_id: one for one in versions if until is None or one.created_at < until}
    return list(latest.values())


def _sentences(
    versions: Iterable[AnswerVersion], names: tuple[str, ...], read: dict[tuple[int, str], Whose]
) -> list[figures.Sentence]:
    found = []
    for version in versions:
        for sentence in _said(version.text, version.html, names):
            whose = read.get((version.answer_id, mark_of(sentence.text)))
            axis = version.answer.question.axis_id
            found.append(replace(sentence, answer=version.answer_id, axis=axis, whose=whose))
    return found


@lru_cache(maxsize=4096)
def _said(text: str, html: str, names: tuple[str, ...]) -> tuple[figures.Sentence, ...]:
    """The sentences of a text; kept, since the same text stands in the month after and on the next visit."""
    return tuple(
        figures.Sentence(0, 0, said, figures.speakers(said, names))
        for line in lines_of(Written(text, html))
        for said in figures.sentences_in(line.words)
    )


def _months(
    versions: Sequence[AnswerVersion], names: tuple[str, ...], read: dict[tuple[int, str], Whose]
) -> Iterable[Month]:
    """Each month in which a collective answer was written, and none between: nothing changed there."""
    for first_day in sorted({month_bounds(paris_day(one.created_at))[0] for one in versions}):
        end = month_bounds(paris_day(first_day))[1]
        standing = _standing(versions, min(end, now()))
        yield Month(paris_day(first_day), figures.Index(tuple(_sentences(standing, names, read))))
