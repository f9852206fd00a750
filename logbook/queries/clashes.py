"""Two texts for one answer, laid side by side with what differs, and a third that holds the changes of both."""

from dataclasses import dataclass

from core.differences import merge, sides
from core.richtext import Written
from logbook.models import AnswerVersion


@dataclass(frozen=True)
class Compared:
    """Two texts as HTML: in each, the words that the other has not are marked."""

    left: str
    right: str


@dataclass(frozen=True)
class Prepared:
    """What the second of two writers chooses from. `disputed`: the passages that both changed, kept one after the
    other in `merged`."""

    compared: Compared
    merged: Written
    disputed: int


def compare(one: Written, other: Written) -> Compared:
    return Compared(*sides(one, other))


def prepare(answer_id: int, seen: int, theirs: Written, yours: Written) -> Prepared:
    """Both texts compared, and merged from the version that the second writer had seen."""
    known = AnswerVersion.objects.filter(answer=answer_id, number=seen, applied=True).first()
    merged = merge(known.written if known else Written(""), theirs, yours)
    return Prepared(compare(theirs, yours), merged.written, merged.disputed)
