"""Every text that an answer has had, for who may read it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.dates import day_bounds
from core.richtext import Written
from logbook.models import Answer, AnswerVersion
from projects.models import Structure

from .reader import Reader, read_as


@dataclass(frozen=True)
class VersionRead:
    """A text of the history. Not applied: it met another text and was kept beside it."""

    pk: int
    number: int
    text: str
    html: str
    author: str
    structure: Structure | None
    written_at: datetime
    applied: bool

    @property
    def written(self) -> Written:
        return Written(self.text, self.html)


def history(user: Any, answer: Answer) -> list[VersionRead]:
    """The texts of an answer, newest first, as far as this person may read them.

    Its own people and the team read all of them, those that were kept beside included; one who left, those of before
    leaving. A partner to whom it was shared reads what stood when it was shared and what came after, nothing older.
    """
    reader = read_as(user, answer.project)
    versions = list(answer.versions.select_related("author", "structure"))
    first_shared = _number_when_shared(answer, versions)
    return [
        VersionRead(one.pk, one.number, one.text, one.html, one.author.name, one.structure, one.created_at, one.applied)
        for one in sorted(versions, key=lambda one: (one.created_at, one.pk), reverse=True)
        if _reads(reader, answer, one, first_shared)
    ]


def _number_when_shared(answer: Answer, versions: list[AnswerVersion]) -> int | None:
    if answer.shared_at is None:
        return None
    before = [one.number for one in versions if one.applied and one.created_at <= answer.shared_at]
    return max(before, default=0)


def _reads(reader: Reader, answer: Answer, version: AnswerVersion, first_shared: int | None) -> bool:
    if reader.team or answer.structure_id is None or reader.owns(answer.structure):
        last = reader.last_day(answer)
        if last is None or version.created_at < day_bounds(last)[1]:
            return True
    return reader.current and first_shared is not None and version.applied and version.number >= first_shared
