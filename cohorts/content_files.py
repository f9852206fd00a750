"""The programme's content as two documents, one a language: read, checked to say the same things, and written again."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from .content_check import Problem, check
from .yaml_reading import NotReadable, Read, read_yaml

FOLDER = Path(__file__).parent / "content"
FILES = {"fr": "programme.fr.yaml", "en": "programme.en.yaml"}
ICONS = ("compass", "people", "calculator", "bank", "clipboard-check")
CONTENT = ("scale", "axes")

Pair = tuple[dict[str, Any], dict[str, Any]]


class ContentError(Exception):
    """The files do not fit together; `problems` say where."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(frozen=True)
class Programme:
    """Both languages side by side: `scale` and `axes` hold pairs (French, English) of the same shape; `parts` holds, by
    language, what else stands in the files."""

    scale: list[Pair]
    axes: list[Pair]
    parts: dict[str, dict[str, Any]] = field(default_factory=dict)
    digest: str = ""

    def document(self, language: str) -> dict[str, Any]:
        """One language as its file says it."""
        place = list(FILES).index(language)
        return {
            "language": language,
            "scale": [pair[place] for pair in self.scale],
            "axes": [pair[place] for pair in self.axes],
            **self.parts.get(language, {}),
        }


def read(folder: Path = FOLDER) -> Programme:
    """The programme of a folder. Raises ContentError where a language misses something or says it elsewhere."""
    return read_texts({language: (folder / name).read_bytes() for language, name in FILES.items()})


def read_texts(raw: dict[str, bytes]) -> Programme:
    """The programme of two files by language. Raises ContentError with every problem and its line."""
    found: dict[str, Read] = {}
    unreadable = []
    for language in FILES:
        try:
            found[language] = read_yaml(raw[language])
        except NotReadable as wrong:
            unreadable.append(Problem(wrong.sentence, language=language, line=wrong.line))
    if unreadable:
        raise ContentError(unreadable)
    documents = {language: _typeset(one.data, language) for language, one in found.items()}
    problems = [*_language(documents), *check(*(_only(documents[language], CONTENT) for language in FILES))]
    if problems:
        raise ContentError(
            sorted(
                (problem.on_line(found[problem.language or "fr"].line_of(problem.path)) for problem in problems),
                key=lambda one: (list(FILES).index(one.language or "fr"), one.line),
            )
        )
    french, english = (documents[language] for language in FILES)
    return Programme(
        scale=list(zip(french["scale"], english["scale"], strict=True)),
        axes=list(zip(french["axes"], english["axes"], strict=True)),
        parts={
            language: {key: value for key, value in document.items() if key not in {"language", *CONTENT}}
            for language, document in documents.items()
        },
        digest=hashlib.sha256(raw["fr"] + b"\0" + raw["en"]).hexdigest(),
    )


def problems_of(programme: Programme) -> list[Problem]:
    """What is wrong with a content that was typed, place by place."""
    return check(*(_only(programme.document(language), CONTENT) for language in FILES))


def write(programme: Programme, language: str) -> str:
    """The file of one language: what `read_texts` takes."""
    return yaml.dump(programme.document(language), Dumper=_Plain, allow_unicode=True, sort_keys=False, width=110)


def digest_of(programme: Programme) -> str:
    return hashlib.sha256("\0".join(write(programme, language) for language in FILES).encode()).hexdigest()


class _Plain(yaml.SafeDumper):
    """Writes everything out: what is read here knows no references."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _language(documents: dict[str, Any]) -> list[Problem]:
    return [
        Problem(_("This file does not say “language: %(language)s”.") % {"language": language}, language=language)
        for language, document in documents.items()
        if not isinstance(document, dict) or document.get("language") != language
    ]


def _only(document: Any, keys: Iterable[str]) -> Any:
    return {key: document[key] for key in keys if key in document} if isinstance(document, dict) else document


def _typeset(value: Any, language: str) -> Any:
    """Typographic apostrophes and spaces in every text: the files are typed on ordinary keyboards."""
    if isinstance(value, dict):
        return {key: _typeset(inner, language) for key, inner in value.items()}
    if isinstance(value, list):
        return [_typeset(inner, language) for inner in value]
    return typeset(value, language) if isinstance(value, str) else value


def typeset(value: str, language: str) -> str:
    text = re.sub(r"(?<=\w)'(?=\w)", "’", value)
    if language == "fr":
        text = re.sub(r"[ \u00a0\u202f]([;!?])", "\u202f\\1", text)
        text = re.sub(r"[ \u00a0](:|»|€|%)", "\u00a0\\1", text)
        return re.sub(r"«[ \u00a0]?", "«\u00a0", text)
    return re.sub(r'"([^"]*)"', "“\\1”", text.replace("s' ", "s’ "))
