"""Reads the programme's content from its two files, one a language, and checks that they say the same things."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from .enums import Level, Palette, Scope

FOLDER = Path(__file__).parent / "content"
FILES = {"fr": "programme.fr.yaml", "en": "programme.en.yaml"}
ICONS = ("compass", "people", "calculator", "bank", "clipboard-check")


class ContentError(Exception):
    """The files do not fit together; the message says where."""


@dataclass(frozen=True)
class Programme:
    """Both languages side by side: `axes` holds pairs (French, English) of the same shape."""

    digest: str
    scale: list[tuple[dict[str, Any], dict[str, Any]]]
    axes: list[tuple[dict[str, Any], dict[str, Any]]]


def read(folder: Path = FOLDER) -> Programme:
    """The programme of a folder. Raises ContentError where a language misses something or says it elsewhere."""
    raw = {language: (folder / name).read_bytes() for language, name in FILES.items()}
    french, english = (_typeset(yaml.safe_load(raw[language]), language) for language in FILES)
    for language, document in (("fr", french), ("en", english)):
        if document.get("language") != language:
            raise ContentError(f"{FILES[language]} does not say « language: {language} ».")
    _same_shape(_only_content(french), _only_content(english), "")
    _check(french)
    return Programme(
        digest=hashlib.sha256(raw["fr"] + b"\0" + raw["en"]).hexdigest(),
        scale=list(zip(french["scale"], english["scale"], strict=True)),
        axes=list(zip(french["axes"], english["axes"], strict=True)),
    )


def _only_content(document: dict[str, Any]) -> dict[str, Any]:
    return {key: document.get(key) for key in ("scale", "axes")}


def _same_shape(one: Any, other: Any, where: str) -> None:
    """Same keys, same lengths, same slugs, scopes and levels; every text written in both languages."""
    if isinstance(one, dict) and isinstance(other, dict):
        if one.keys() != other.keys():
            raise ContentError(f"{where or 'The files'}: the two languages have different entries.")
        for key in one:
            _same_shape(one[key], other[key], f"{where}/{key}")
            if key in {"slug", "scope", "level"} and one[key] != other[key]:
                raise ContentError(f"{where}/{key}: {one[key]} in French, {other[key]} in English.")
    elif isinstance(one, list) and isinstance(other, list):
        if len(one) != len(other):
            raise ContentError(f"{where}: {len(one)} in French, {len(other)} in English.")
        for number, (left, right) in enumerate(zip(one, other, strict=True), start=1):
            _same_shape(left, right, f"{where}/{number}")
    elif type(one) is not type(other) or not str(one).strip() or not str(other).strip():
        raise ContentError(f"{where}: a text is missing in one of the languages.")


def _check(document: dict[str, Any]) -> None:
    """What the application counts on: five axes, a known scope for each question, four levels everywhere."""
    if len(document["axes"]) != len(Palette.values):
        raise ContentError(f"There are {len(document['axes'])} axes; each of the five has its own colour.")
    if [entry["level"] for entry in document["scale"]] != Level.values:
        raise ContentError("The scale must name the four levels, in order.")
    for axis in document["axes"]:
        for question in axis["questions"]:
            if question["scope"] not in Scope.values:
                raise ContentError(f"{axis['slug']}/{question['slug']}: the scope {question['scope']} is not known.")
        for criterion in axis["criteria"]:
            if len(criterion["levels"]) != len(Level.values):
                raise ContentError(f"{axis['slug']}/{criterion['slug']}: a criterion has four levels.")
        for part in ("questions", "criteria"):
            slugs = [entry["slug"] for entry in axis[part]]
            if len(set(slugs)) != len(slugs):
                raise ContentError(f"{axis['slug']}/{part}: a slug comes twice.")


def _typeset(value: Any, language: str) -> Any:
    """Typographic apostrophes and spaces in every text: the files are typed on ordinary keyboards."""
    if isinstance(value, dict):
        return {key: _typeset(inner, language) for key, inner in value.items()}
    if isinstance(value, list):
        return [_typeset(inner, language) for inner in value]
    if not isinstance(value, str):
        return value
    text = re.sub(r"(?<=\w)'(?=\w)", "’", value)
    if language == "fr":
        text = re.sub(r"[ \u00a0\u202f]([;!?])", "\u202f\\1", text)
        text = re.sub(r"[ \u00a0](:|»|€|%)", "\u00a0\\1", text)
        return re.sub(r"«[ \u00a0]?", "«\u00a0", text)
    return re.sub(r'"([^"]*)"', "“\\1”", text.replace("s' ", "s’ "))
