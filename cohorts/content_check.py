"""What a content must be for the application to show it, and both languages to say the same: every problem a sentence
with its place. The same rules hold for a file, for the editor and for the publication."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from .enums import Level, Palette, Scope
from .yaml_reading import Path

# The logbook's own pages stand beside the axes': /projects/<project>/logbook/<word>/. A test compares with the addresses.
LOGBOOK_WORDS = frozenset({"alignment", "horizon", "nous", "objectives", "paper", "priorities", "rounds"})
LONGEST_SLUG = 60
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
LEAST_AXES, MOST_AXES = 2, len(Palette.values)
MOST_ROWS = 30


@dataclass(frozen=True)
class Problem:
    """A sentence about one place; no language: both. `line` is set where it comes from a file. `later`: a draft may be
    saved with it, and is not published before it is settled."""

    sentence: str
    path: Path = ()
    language: str = ""
    line: int = 0
    place: str = ""
    later: bool = False

    def on_line(self, line: int) -> "Problem":
        return replace(self, line=line)

    def __str__(self) -> str:
        head = ", ".join(
            part
            for part in (
                {"fr": _("French"), "en": _("English")}.get(self.language, ""),
                _("line %(number)d") % {"number": self.line} if self.line else "",
                self.place,
            )
            if part
        )
        return _("%(place)s: %(sentence)s") % {"place": head, "sentence": self.sentence} if head else self.sentence


@dataclass(frozen=True)
class Words:
    """A text of so many signs at most."""

    most: int


@dataclass(frozen=True)
class Many:
    """A list of entries of one shape."""

    of: Any
    least: int
    most: int


@dataclass(frozen=True)
class Slug:
    """The word of an address."""


@dataclass(frozen=True)
class OneOf:
    values: tuple[Any, ...]


_AXIS = {
    "slug": Slug(),
    "title": Words(120),
    "intention": Words(2000),
    "workstreams": Many(Words(1000), 1, MOST_ROWS),
    "questions": Many({"slug": Slug(), "text": Words(2000), "scope": OneOf(tuple(Scope.values))}, 1, MOST_ROWS),
    "objectives": Many(Words(1000), 0, MOST_ROWS),
    "criteria": Many(
        {"slug": Slug(), "title": Words(200), "levels": Many(Words(1000), len(Level.values), len(Level.values))},
        1,
        MOST_ROWS,
    ),
}
_SCALE = {"level": OneOf(tuple(Level.values)), "label": Words(60)}
_DOCUMENT = {
    "scale": Many(_SCALE, len(Level.values), len(Level.values)),
    "axes": Many(_AXIS, LEAST_AXES, MOST_AXES),
}


def check(french: Any, english: Any) -> list[Problem]:
    """Every problem of both documents; whether they say the same is asked once each has its shape, finished or not."""
    found = [
        replace(problem, language=language, place=place_of(problem.path, document))
        for language, document in (("fr", french), ("en", english))
        for problem in _shape(document, _DOCUMENT, ())
    ]
    if any(not problem.later for problem in found):
        return found
    return found + [
        replace(problem, place=place_of(problem.path, french))
        for problem in (*_twins(french, english, ()), *_rules(french))
    ]


def _shape(value: Any, wanted: Any, path: Path) -> Iterator[Problem]:
    if isinstance(wanted, dict):
        if not isinstance(value, dict):
            yield Problem(_("Entries with names are expected here."), path)
            return
        for name in wanted.keys() - value.keys():
            yield Problem(_("The entry “%(name)s” is missing.") % {"name": name}, path)
        for name in value.keys() - wanted.keys():
            yield Problem(_("The entry “%(name)s” is not known.") % {"name": name}, (*path, name))
        for name in wanted.keys() & value.keys():
            yield from _shape(value[name], wanted[name], (*path, name))
    elif isinstance(wanted, Many):
        yield from _list(value, wanted, path)
    elif isinstance(wanted, Words | Slug) and isinstance(value, str) and not value.strip():
        yield Problem(_("This text is empty."), path, later=isinstance(wanted, Words))
    else:
        sentence = _word(value, wanted)
        if sentence:
            yield Problem(sentence, path)


def _list(value: Any, wanted: Many, path: Path) -> Iterator[Problem]:
    if not isinstance(value, list):
        yield Problem(_("A list is expected here."), path)
        return
    if not wanted.least <= len(value) <= wanted.most:
        yield Problem(
            _("Between %(least)d and %(most)d entries are expected here; there are %(number)d.")
            % {"least": wanted.least, "most": wanted.most, "number": len(value)}
            if wanted.least != wanted.most
            else _("%(most)d entries are expected here; there are %(number)d.")
            % {"most": wanted.most, "number": len(value)},
            path,
            later=len(value) <= wanted.most,
        )
    for place, entry in enumerate(value):
        yield from _shape(entry, wanted.of, (*path, place))


def _word(value: Any, wanted: Any) -> str:
    """What is wrong with one value, or nothing."""
    if isinstance(wanted, OneOf):
        return _choice(value, wanted.values)
    if not isinstance(value, str):
        return _("A text is expected here.")
    if "\0" in value:
        return _("This file holds signs that a text does not have.")
    return _slug(value) if isinstance(wanted, Slug) else _length(value, wanted.most)


def _choice(value: Any, values: tuple[Any, ...]) -> str:
    if value in values and not isinstance(value, bool):
        return ""
    told = {"values": ", ".join(map(str, values)), "value": str(value)[:60]}
    return _("One of %(values)s is expected here, not “%(value)s”.") % told


def _slug(value: str) -> str:
    if len(value) <= LONGEST_SLUG and SLUG.match(value):
        return ""
    told = {"word": value[:60], "most": LONGEST_SLUG}
    return _("“%(word)s” cannot stand in an address: small letters, digits and hyphens, %(most)d at most.") % told


def _length(value: str, most: int) -> str:
    if len(value) <= most:
        return ""
    return _("This text has %(number)d signs; at most %(most)d fit.") % {"number": len(value), "most": most}


def _twins(one: Any, other: Any, path: Path) -> Iterator[Problem]:
    """Same lengths, same slugs, scopes and levels in both languages."""
    if isinstance(one, dict):
        for name in one:
            if name in {"slug", "scope", "level"}:
                if one[name] != other[name]:
                    yield Problem(
                        _("“%(one)s” in French, “%(other)s” in English.") % {"one": one[name], "other": other[name]},
                        (*path, name),
                    )
            else:
                yield from _twins(one[name], other[name], (*path, name))
    elif isinstance(one, list):
        if len(one) != len(other):
            yield Problem(
                _("%(one)d entries in French, %(other)d in English.") % {"one": len(one), "other": len(other)}, path
            )
            return
        for place, (left, right) in enumerate(zip(one, other, strict=True)):
            yield from _twins(left, right, (*path, place))


def _rules(document: dict[str, Any]) -> Iterator[Problem]:
    if [entry["level"] for entry in document["scale"]] != Level.values:
        yield Problem(_("The scale names the four levels, in order."), ("scale",))
    for place, axis in enumerate(document["axes"]):
        if axis["slug"] in LOGBOOK_WORDS:
            yield Problem(
                _("“%(word)s” is an address of the logbook itself: choose another.") % {"word": axis["slug"]},
                ("axes", place, "slug"),
            )
        for part in ("questions", "criteria"):
            yield from _once(axis[part], ("axes", place, part))
    yield from _once(document["axes"], ("axes",))


def _once(entries: list[dict[str, Any]], path: Path) -> Iterator[Problem]:
    seen = set()
    for place, entry in enumerate(entries):
        if entry["slug"] in seen:
            yield Problem(_("The word “%(word)s” comes twice.") % {"word": entry["slug"]}, (*path, place, "slug"))
        seen.add(entry["slug"])


def place_of(path: Path, document: Any) -> str:
    """A place in words: « Gouvernance, question 3 »."""
    names = {
        "workstreams": _("workstream %(number)d"),
        "questions": _("question %(number)d"),
        "objectives": _("objective %(number)d"),
        "criteria": _("criterion %(number)d"),
        "levels": _("level %(number)d"),
        "scale": _("scale"),
    }
    words = []
    for name, number in pairwise(path):
        if name == "axes" and isinstance(number, int):
            axis = document["axes"][number]
            title = axis.get("title") if isinstance(axis, dict) else ""
            words.append(title if isinstance(title, str) and title else _("axis %(number)d") % {"number": number + 1})
        elif name in names and isinstance(number, int):
            words.append(names[str(name)] % {"number": number + 1})
    if not words and path and path[0] in names:
        words.append(names[str(path[0])] if path[0] == "scale" else "")
    return ", ".join(word for word in words if word)
