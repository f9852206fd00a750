"""What changed between two versions of the shared vision, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher


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


def _words(text: str) -> list[str]:
    """Words, white space and other signs, each for itself: nothing is lost."""
    return re.findall(r"\w+|\s+|[^\w\s]", text)
