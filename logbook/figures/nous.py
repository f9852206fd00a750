"""The index of « nous »: how often the collective answers speak in the name of a « nous ». French texts only.

A sentence *speaks* where it holds a « nous » (nous, notre, nos), a first person singular (je, moi, mon…) or a structure
of the project named as the one that acts. The index is the share of the sentences with a « nous » among those that
speak: never of persons. « on » may be anybody and is counted apart. What is between quotation marks is somebody else's
word and is not read. The rules are held against sentences tagged by hand in tests/logbook/nous.txt.
"""

import random
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from logbook.enums import Speaker, Whose

LEAST_SENTENCES = 30
"""Fewer sentences that speak than this say nothing: one more would change too much."""

DRAWS = 1000
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*['’]?|\d+", re.UNICODE)
_QUOTED = re.compile(r"«[^«»]*»|“[^“”]*”|\"[^\"]*\"")
_END = re.compile(r"(?<=[.!?…])[)»”\"]*\s+(?=[(«“\"]?\s*[A-ZÀÂÇÈÉÊËÎÏÔŒÙÛÜ0-9])")
_SHORTENED = re.compile(r"(?:^|[\s(])(?:M|MM|Mme|Mmes|Mlle|Dr|Me|cf|p|art|ex|env|n|St|Ste|[A-Z])\.$")

_COLLECTIVE = {"nous", "nous-mêmes", "nous-même", "notre", "nos", "nôtre", "nôtres"}
_SINGULAR = {"je", "j'", "me", "m'", "moi", "moi-même", "mon", "ma", "mes", "mien", "mienne", "miens", "miennes"}
_IMPERSONAL = {"on"}
_INVERTED = {"nous": "nous", "je": "je", "on": "on", "moi": "moi"}

# What may stand before a structure that acts: the beginning of a clause.
_OPENING = {
    "et",
    "ou",
    "mais",
    "que",
    "qu'",
    "si",
    "s'",
    "quand",
    "lorsque",
    "car",
    "donc",
    "puis",
    "comme",
    "ni",
    "où",
}
_OPENING |= {"puisque", "dont", "tandis", "ainsi"}
_ARTICLES = {"l'", "la", "le", "les"}
_KINDS = {"association", "structure", "coopérative", "scop", "scic", "réseau", "collectif", "équipe", "fédération"}
# What cannot follow one that acts: it only names, adds or addresses.
_NO_VERB = {"à", "de", "du", "des", "d'", "pour", "par", "avec", "chez", "sur", "dans", "en", "et", "ou", "ni"}
_JOINING = {"et", "ou", "ni", "comme"}


SPEAKING = {Speaker.COLLECTIVE, Speaker.SINGULAR, Speaker.STRUCTURE}


def sentences_in(line: str) -> list[str]:
    """The sentences of a line of text. An abbreviation ends none."""
    found: list[str] = []
    for piece in _END.split(line):
        if found and _SHORTENED.search(found[-1]):
            found[-1] += f" {piece}"
        elif piece.strip():
            found.append(piece.strip())
    return found


def speakers(sentence: str, names: Collection[str]) -> frozenset[Speaker]:
    """In whose name a sentence speaks; `names` are the structures of the project, as people call them."""
    said = _QUOTED.sub(" , ", sentence)
    found = {voice for word in _words(said) if (voice := _SPEAKERS.get(word)) is not None}
    if any(_acts(said, name, names) for name in names):
        found.add(Speaker.STRUCTURE)
    return frozenset(found)


_SPEAKERS = {
    **dict.fromkeys(_COLLECTIVE, Speaker.COLLECTIVE),
    **dict.fromkeys(_SINGULAR, Speaker.SINGULAR),
    **dict.fromkeys(_IMPERSONAL, Speaker.IMPERSONAL),
}


def _words(text: str) -> Iterable[str]:
    """The words in lower case; an elision is a word of its own; « avons-nous » is « nous », « rendez-vous » itself."""
    for match in _WORD.finditer(text):
        word = match[0].replace("’", "'")
        if word[0].isupper() and "-" in word and word.split("-")[0] == "Notre":
            continue  # Notre-Dame is a place
        word = word.lower()
        last = word.rsplit("-", 1)[-1] if "-" in word else ""
        yield _INVERTED.get(last, word) if not word.startswith("nous-") else word


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE if len(name) > 3 else 0)


def _acts(said: str, name: str, names: Collection[str]) -> bool:
    """Whether the structure is named where somebody who acts is named: at the head of a clause, a verb after it."""
    return any(
        _opens(said[: match.start()], names) and _goes_on(said[match.end() :], names)
        for match in _pattern(name).finditer(said)
    )


def _opens(before: str, names: Collection[str]) -> bool:
    before = before.rstrip()
    if not before or before[-1] in ",;:.!?…–-•(":
        return not _adds(before, names)
    words = [match[0].replace("’", "'").lower() for match in _WORD.finditer(before)]
    while words and (words[-1] in _ARTICLES or words[-1] in _KINDS):
        words.pop()
        if not words:
            return True
    if words[-1] in _JOINING and (other := _named_last(before, words[-1], names)) is not None:
        return _opens(before[:other], names)
    return words[-1] in _OPENING


def _adds(before: str, names: Collection[str]) -> bool:
    """After a comma that only lists: « avec La Boucle, Réagir »."""
    if not before.endswith(","):
        return False
    other = _named_last(before, ",", names)
    return other is not None and not _opens(before[:other], names)


def _named_last(before: str, joint: str, names: Collection[str]) -> int | None:
    """Where a structure is named right before the joint (« La Boucle et … »), if one is."""
    head = before[: len(before) - len(joint)].rstrip()
    ends = [match.start() for name in names for match in _pattern(name).finditer(head) if match.end() == len(head)]
    return min(ends, default=None)


def _goes_on(after: str, names: Collection[str]) -> bool:
    """A word follows that may be a verb; after « et », the structure that comes next is asked instead."""
    after = after.lstrip()
    if after[:1] == ",":
        rest = after[1:].lstrip()
        named = next((match.end() for name in names if (match := _pattern(name).match(rest))), None)
        return named is not None and _goes_on(rest[named:], names)
    first = _WORD.match(after)
    if first is None:
        return False
    word = first[0].replace("’", "'").lower()
    if word in _JOINING:
        rest = after[first.end() :].lstrip()
        named = next((match.end() for name in names if (match := _pattern(name).match(rest))), None)
        return named is not None and _goes_on(rest[named:], names)
    return word not in _NO_VERB


@dataclass(frozen=True)
class Sentence:
    """A sentence of a collective answer: which answer, what it says, in whose name, and who its « nous » is."""

    answer: int
    axis: int
    text: str
    speakers: frozenset[Speaker]
    whose: Whose | None = None

    @property
    def speaks(self) -> bool:
        return bool(self.speakers & SPEAKING)

    @property
    def is_collective(self) -> bool:
        """A « nous » counts unless somebody read in it a single structure."""
        return Speaker.COLLECTIVE in self.speakers and self.whose != Whose.OWN


@dataclass(frozen=True)
class Index:
    """The share of the sentences with a « nous » among those that speak, and how sure that is."""

    sentences: tuple[Sentence, ...]

    @cached_property
    def speaking(self) -> tuple[Sentence, ...]:
        return tuple(one for one in self.sentences if one.speaks)

    def said_by(self, voice: Speaker) -> int:
        """The number of sentences with this voice; for a « nous », those that count."""
        if voice == Speaker.COLLECTIVE:
            return sum(one.is_collective for one in self.sentences)
        if voice == Speaker.IMPERSONAL:
            return sum(one.speakers == {Speaker.IMPERSONAL} for one in self.sentences)
        return sum(voice in one.speakers for one in self.sentences)

    def read_as(self, whose: Whose | None) -> int:
        """The number of sentences with a « nous » that were read as this one's; None: not read by anybody."""
        return sum(Speaker.COLLECTIVE in one.speakers and one.whose == whose for one in self.sentences)

    @property
    def enough(self) -> bool:
        return len(self.speaking) >= LEAST_SENTENCES

    @property
    def value(self) -> float | None:
        """From 0 to 1; None where there is too little text."""
        return self.said_by(Speaker.COLLECTIVE) / len(self.speaking) if self.enough else None

    @cached_property
    def band(self) -> tuple[float, float] | None:
        """Where the value lies in 95 of 100 draws of as many answers, with replacement (bootstrap by answer, since
        the sentences of one answer resemble each other). The draws are the same each time."""
        if not self.enough:
            return None
        of_answer: dict[int, list[int]] = {}
        for one in self.speaking:
            of_answer.setdefault(one.answer, []).append(one.is_collective)
        counts = [(sum(said), len(said)) for said in of_answer.values()]
        draw = random.Random(0)  # noqa: S311 -- a statistic, not a secret: equal texts must give equal figures
        values = sorted(_share(draw.choices(counts, k=len(counts))) for _draw in range(DRAWS))
        return values[round(0.025 * (DRAWS - 1))], values[round(0.975 * (DRAWS - 1))]


def _share(counts: Sequence[tuple[int, int]]) -> float:
    return sum(said for said, _all in counts) / sum(number for _said, number in counts)
