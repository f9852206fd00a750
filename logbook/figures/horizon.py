"""What changed between two versions of the shared vision, word by word."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby


@dataclass(frozen=True)
class Piece:
    """Words that stay (""), were taken away ("gone") or came in ("new")."""

    text: str
    change: str = ""


def changes(before: str, after: str) -> list[Piece]:
    """The pieces in their order: without the new ones they are `before`, without the gone ones `after`, sign by sign."""
    old, new = _words(before), _words(after)
    pieces = []
    for _tag, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if old[first:last] == new[start:end]:
            pieces.append(Piece("".join(old[first:last])))
            continue
        if first < last:
            pieces.append(Piece("".join(old[first:last]), "gone"))
        if start < end:
            pieces.append(Piece("".join(new[start:end]), "new"))
    return pieces


@dataclass(frozen=True)
class Origin:
    """Words of the last version that stand next to each other, and the place of the version in which they came in."""

    text: str
    version: int


def origins(texts: Sequence[str]) -> list[Origin]:
    """Where the words of the last text came in, word by word; joined they are that text, sign by sign. Words that were
    taken away and came back belong to the version in which they came back."""
    known: list[tuple[str, int]] = []
    for place, text in enumerate(texts):
        new = _words(text)
        found: list[tuple[str, int]] = []
        matcher = SequenceMatcher(None, [word for word, _place in known], new, autojunk=False)
        for tag, first, last, start, end in matcher.get_opcodes():
            found += known[first:last] if tag == "equal" else [(word, place) for word in new[start:end]]
        known = found
    return [
        Origin("".join(word for word, _place in words), place)
        for place, words in groupby(known, key=lambda one: one[1])
    ]


def _words(text: str) -> list[str]:
    """Words, white space and other signs, each for itself: nothing is lost."""
    return re.findall(r"\w+|\s+|[^\w\s]", text)
