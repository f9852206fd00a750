"""Reads a YAML text that somebody uploaded: plain values only, bounded, each with the line on which it stands."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml
from django.utils.translation import gettext as _

LARGEST = 512 * 1024
DEEPEST = 12
MOST_NODES = 20_000
_MAPPING, _SEQUENCE = "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"
_NUMBERS = {"tag:yaml.org,2002:int", "tag:yaml.org,2002:float", "tag:yaml.org,2002:bool", "tag:yaml.org,2002:null"}
# As plain text: a date without quotes is still the words that were typed.
_TEXTS = {"tag:yaml.org,2002:str", "tag:yaml.org,2002:timestamp"}

Path = tuple[str | int, ...]


class NotReadable(Exception):
    """The text is not one that is read here; `line` says where."""

    def __init__(self, sentence: str, line: int = 0) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.line = line


@dataclass
class Read:
    """What was read, and the line of each of its places."""

    data: Any
    lines: dict[Path, int] = field(default_factory=dict)

    def line_of(self, path: Path) -> int:
        """The line of a place, or of the nearest one around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_yaml(raw: bytes) -> Read:
    """The document of a file. Raises NotReadable for what is too large or too deep, refers to itself (a few lines of
    references unfold to gigabytes), names a type that is not plain, or is no YAML at all."""
    if len(raw) > LARGEST:
        raise NotReadable(_("This file is too large: %(most)d kB at most.") % {"most": LARGEST // 1024})
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotReadable(_("This file is not a text in UTF-8.")) from None
    try:
        _bounded(text)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as wrong:
        mark = wrong.problem_mark or wrong.context_mark
        raise NotReadable(
            _("This is not written as YAML expects (indentation, colon or quote)."), mark.line + 1 if mark else 0
        ) from None
    except yaml.YAMLError:
        raise NotReadable(_("This file holds signs that a text does not have.")) from None
    if node is None:
        raise NotReadable(_("This file is empty."))
    read = Read(None)
    read.data = _value(node, (), read.lines)
    return read


def _bounded(text: str) -> None:
    depth = 0
    for number, event in enumerate(_events(text)):
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise NotReadable(_("References (& and *) are not read here: write the text out."), line)
        if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            depth += 1
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            depth -= 1
        if depth > DEEPEST:
            raise NotReadable(_("The entries stand too deep inside one another."), line)
        if number > MOST_NODES:
            raise NotReadable(_("This file has too many entries."), line)


def _events(text: str) -> Iterator[Any]:
    return yaml.parse(text, Loader=yaml.SafeLoader)  # type: ignore[no-any-return]


def _value(node: Any, path: Path, lines: dict[Path, int]) -> Any:
    line = lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode) and node.tag == _MAPPING:
        found: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode) or key.tag not in _TEXTS:
                raise NotReadable(_("The name of an entry is a word."), key.start_mark.line + 1)
            if key.value in found:
                raise NotReadable(_("The entry “%(name)s” comes twice.") % {"name": key.value}, key.start_mark.line + 1)
            found[key.value] = _value(value, (*path, key.value), lines)
        return found
    if isinstance(node, yaml.SequenceNode) and node.tag == _SEQUENCE:
        return [_value(value, (*path, place), lines) for place, value in enumerate(node.value)]
    if isinstance(node, yaml.ScalarNode) and node.tag in _TEXTS:
        return node.value
    if isinstance(node, yaml.ScalarNode) and node.tag in _NUMBERS:
        try:
            return yaml.SafeLoader("").construct_object(node)
        except (ValueError, OverflowError, yaml.YAMLError):
            raise NotReadable(_("This number cannot be read."), line) from None
    raise NotReadable(_("A value of this type is not read here: texts, numbers and lists only."), line)
