"""What two texts say differently, word by word, and what a third one makes of both. No model and no query here.

A text is read as words, each with its look, and a mark at the start of each line; comparing and merging work on these,
so that whatever comes out is a text again.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from html import escape
from itertools import groupby
from typing import Any

import merge3

from .richtext import PLAIN, Line, Run, Shape, Style, Written, clean, lines_of, tidy, write

# Past this many pairs of words the middle of two texts is taken as one change: comparing must not hold a request up.
PATIENCE = 4_000_000


class Change(StrEnum):
    """What became of some words."""

    SAME = ""
    GONE = "del"
    NEW = "ins"


@dataclass(frozen=True)
class Word:
    """A word with the space after it; or, with a shape and no text, the start of a line."""

    text: str
    style: Style = PLAIN
    shape: Shape | None = None


@dataclass(frozen=True)
class Merge:
    """Both changes in one text. `disputed`: how many passages both changed, whose two wordings follow each other."""

    written: Written
    disputed: int


def words_in(written: Written) -> list[Word]:
    found = []
    for line in lines_of(written):
        found.append(Word("", shape=line.shape))
        found += [Word(piece, run.style) for run in line.runs for piece in _pieces(run.text)]
    return found if written.text else []


def _pieces(text: str) -> Iterator[str]:
    """« Nous », « tenons », « au », … each with the white space that follows it."""
    start = 0
    for place in range(1, len(text)):
        if text[place - 1].isspace() and not text[place].isspace():
            yield text[start:place]
            start = place
    if text:
        yield text[start:]


def text_of(words: Iterable[Word]) -> list[Line]:
    lines: list[tuple[Shape, list[Run]]] = []
    for word in words:
        if word.shape is not None:
            lines.append((word.shape, []))
        else:
            if not lines:
                lines.append((Shape(), []))
            lines[-1][1].append(Run(word.text, word.style))
    return tidy(Line(shape, tuple(runs)) for shape, runs in lines)


class Matcher:
    """What `difflib` finds alike in two lists of words, in bounded time."""

    def __init__(self, isjunk: Any = None, a: Sequence[Any] = (), b: Sequence[Any] = (), autojunk: Any = None) -> None:
        self.a, self.b = a, b

    def get_matching_blocks(self) -> list[tuple[int, int, int]]:
        a, b = self.a, self.b
        head = next(
            (place for place, (one, other) in enumerate(zip(a, b, strict=False)) if one != other), min(len(a), len(b))
        )
        room = min(len(a), len(b)) - head
        backwards = zip(reversed(a), reversed(b), strict=False)
        tail = min(next((place for place, (one, other) in enumerate(backwards) if one != other), room), room)
        blocks = [(0, 0, head)] if head else []
        left, right = a[head : len(a) - tail], b[head : len(b) - tail]
        if left and right and len(left) * len(right) <= PATIENCE:
            found = SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks()
            blocks += [(one + head, other + head, size) for one, other, size in found if size]
        if tail:
            blocks.append((len(a) - tail, len(b) - tail, tail))
        return [*blocks, (len(a), len(b), 0)]


def changes(before: Written, after: Written) -> list[tuple[Change, list[Word]]]:
    """The two texts laid over each other: what stayed, what is gone and what is new, in reading order."""
    old, new = words_in(before), words_in(after)
    found: list[tuple[Change, list[Word]]] = []
    left = right = 0
    for one, other, size in Matcher(None, old, new).get_matching_blocks():
        for change, words in ((Change.GONE, old[left:one]), (Change.NEW, new[right:other])):
            if words:
                found.append((change, words))
        if size:
            found.append((Change.SAME, old[one : one + size]))
        left, right = one + size, other + size
    return found


def sides(before: Written, after: Written) -> tuple[str, str]:
    """Both texts as HTML, each with its own words marked: those that the other has not."""
    found = changes(before, after)
    return (
        marked((change, words) for change, words in found if change != Change.NEW),
        marked((change, words) for change, words in found if change != Change.GONE),
    )


def marked(pieces: Iterable[tuple[Change, list[Word]]]) -> str:
    """A text as HTML with `del` around the words that are gone and `ins` around the new ones; its lists are shown as
    lines with their sign, since a mark may begin in one item and end in another."""
    lines: list[list[tuple[Change, str]]] = []
    for change, words in pieces:
        for word in words:
            if word.shape is not None or not lines:
                lines.append([])
            if word.shape is not None:
                sign = {"": "", "ul": "• ", "ol": "– "}[word.shape.kind]
                if sign:
                    lines[-1].append((change, "\u2003" * (word.shape.depth - 1) + sign))
            if word.text:
                lines[-1].append((change, _look(word)))
    return "".join(f"<p>{''.join(_mark(line))}</p>" for line in lines if line)


def _mark(line: list[tuple[Change, str]]) -> Iterator[str]:
    for change, pieces in groupby(line, lambda piece: piece[0]):
        html = "".join(piece for _change, piece in pieces)
        yield f"<{change}>{html}</{change}>" if change else html


def _look(word: Word) -> str:
    html = escape(word.text).replace("\n", "<br>")
    if word.style.italic:
        html = f"<em>{html}</em>"
    if word.style.bold:
        html = f"<strong>{html}</strong>"
    return clean(html)


def merge(base: Written, theirs: Written, yours: Written) -> Merge:
    """One text with the changes of both since `base`. Where both changed the same passage nobody's words are dropped:
    theirs come first, yours after."""
    first, left, right = words_in(base), words_in(theirs), words_in(yours)
    found: list[Word] = []
    disputed = 0
    three = merge3.Merge3(first, left, right, sequence_matcher=Matcher)  # type: ignore[type-var]
    for region in three.merge_regions():
        kind = region[0]
        bounds: tuple[int, ...] = region[1:]
        if kind == "unchanged":
            found += first[bounds[0] : bounds[1]]
        elif kind in {"same", "a"}:
            found += left[bounds[0] : bounds[1]]
        elif kind == "b":
            found += right[bounds[0] : bounds[1]]
        else:
            disputed += 1
            found += [*left[bounds[2] : bounds[3]], *_apart(left[bounds[2] : bounds[3]]), *right[bounds[4] : bounds[5]]]
    return Merge(write(text_of(found)), disputed)


def _apart(words: Sequence[Word]) -> list[Word]:
    """A space between two wordings that would otherwise touch."""
    return [Word(" ", words[-1].style)] if words and words[-1].text and not words[-1].text[-1].isspace() else []
