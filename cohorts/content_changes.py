"""What differs between two contents, axis by axis: what a draft changes, what an import would do, what an edition that
takes another version gets."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _

from .content_files import Pair, Programme


class Kind(TextChoices):
    NEW = "new", pgettext_lazy("difference", "new")
    GONE = "gone", pgettext_lazy("difference", "removed")
    CHANGED = "changed", pgettext_lazy("difference", "reworded")
    MOVED = "moved", pgettext_lazy("difference", "moved")


@dataclass(frozen=True)
class Difference:
    """One thing that differs: what it is, and its words before and after in the languages that changed."""

    kind: Kind
    what: str
    texts: tuple[tuple[str, str, str], ...]  # language, before, after


@dataclass(frozen=True)
class AxisDifferences:
    title: str
    differences: tuple[Difference, ...]


def compare(before: Programme, after: Programme) -> list[AxisDifferences]:
    """The differences, in the order of the new content; axes that are gone come last."""
    found = [AxisDifferences(_("The scale"), tuple(_scale(before, after)))]
    old, new = _by_slug(before.axes), _by_slug(after.axes)
    places = {slug: place for place, slug in enumerate(slug for slug in old if slug in new)}
    kept = [slug for slug in new if slug in old]
    for slug, pair in new.items():
        known = old.get(slug)
        if known is None:
            found.append(AxisDifferences(_title(pair), (_said(Kind.NEW, _("Axis"), None, _texts(pair, "title")),)))
            continue
        differences = list(_axis(known, pair))
        if kept.index(slug) != places[slug]:
            differences.insert(0, Difference(Kind.MOVED, _("Axis"), ()))
        found.append(AxisDifferences(_title(pair), tuple(differences)))
    found += [
        AxisDifferences(_title(pair), (_said(Kind.GONE, _("Axis"), _texts(pair, "title"), None),))
        for slug, pair in old.items()
        if slug not in new
    ]
    return [axis for axis in found if axis.differences]


def _scale(before: Programme, after: Programme) -> Iterator[Difference]:
    for one, other in zip(before.scale, after.scale, strict=True):
        if one != other:
            what = _("Level %(number)d") % {"number": other[0]["level"]}
            yield _said(Kind.CHANGED, what, _texts(one, "label"), _texts(other, "label"))


def _axis(before: Pair, after: Pair) -> Iterator[Difference]:
    for name, what in (("title", _("Title")), ("intention", _("Intention"))):
        if _texts(before, name) != _texts(after, name):
            yield _said(Kind.CHANGED, what, _texts(before, name), _texts(after, name))
    yield from _lines(before, after, "workstreams", _("Workstream"))
    yield from _rows(before, after, "questions", _("Question"), "text")
    yield from _lines(before, after, "objectives", _("Objective"))
    yield from _rows(before, after, "criteria", _("Criterion"), "title")


def _lines(before: Pair, after: Pair, name: str, what: str) -> Iterator[Difference]:
    """Lists without words of their own: compared by their place."""
    old, new = (list(zip(pair[0][name], pair[1][name], strict=True)) for pair in (before, after))
    for tag, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        both = min(last - first, end - start)
        for place in range(both):
            yield _said(Kind.CHANGED, what, old[first + place], new[start + place])
        for one in old[first + both : last]:
            yield _said(Kind.GONE, what, one, None)
        for other in new[start + both : end]:
            yield _said(Kind.NEW, what, None, other)


def _rows(before: Pair, after: Pair, name: str, what: str, text: str) -> Iterator[Difference]:
    old, new = (_by_slug(list(zip(pair[0][name], pair[1][name], strict=True))) for pair in (before, after))
    kept = [slug for slug in old if slug in new]
    moved = _out_of_place(kept, [slug for slug in new if slug in old])
    for slug, pair in new.items():
        known = old.get(slug)
        if known is None:
            yield _said(Kind.NEW, what, None, _texts(pair, text))
            continue
        if _texts(known, text) != _texts(pair, text):
            yield _said(Kind.CHANGED, what, _texts(known, text), _texts(pair, text))
        elif slug in moved:
            yield Difference(Kind.MOVED, what, _shown(_texts(pair, text)))
        if known[0].get("scope") != pair[0].get("scope"):
            yield Difference(Kind.CHANGED, _("Who answers"), _shown(_texts(pair, text)))
        for level, (one, other) in enumerate(zip(_levels(known), _levels(pair), strict=True), start=1):
            if one != other:
                where = _("%(criterion)s, level %(number)d") % {"criterion": _title(pair), "number": level}
                yield _said(Kind.CHANGED, where, one, other)
    for slug, pair in old.items():
        if slug not in new:
            yield _said(Kind.GONE, what, _texts(pair, text), None)


def _out_of_place(old: Sequence[str], new: Sequence[str]) -> set[str]:
    """The words that moved: those outside the longest run that both orders share."""
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return set(new) - {new[block.b + place] for block in blocks for place in range(block.size)}


def _levels(pair: Pair) -> list[tuple[str, str]]:
    return list(zip(pair[0].get("levels", ()), pair[1].get("levels", ()), strict=True))


def _by_slug(pairs: Sequence[Any]) -> dict[str, Any]:
    return {pair[0]["slug"]: pair for pair in pairs}


def _texts(pair: Any, name: str) -> tuple[str, str]:
    return pair[0][name], pair[1][name]


def _title(pair: Pair) -> str:
    place = 1 if (get_language() or "fr").startswith("en") else 0
    return str(pair[place]["title"] or pair[0]["title"])


def _shown(texts: tuple[str, str]) -> tuple[tuple[str, str, str], ...]:
    return (("fr", "", texts[0]),)


def _said(kind: Kind, what: str, before: tuple[str, str] | None, after: tuple[str, str] | None) -> Difference:
    old, new = before or ("", ""), after or ("", "")
    texts = tuple(
        (language, one, other) for language, one, other in zip(("fr", "en"), old, new, strict=True) if one != other
    )
    return Difference(kind, what, texts)
