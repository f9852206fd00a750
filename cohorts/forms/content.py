"""The editor of a content: many rows, each in French and in English, whose order is the order in which they come."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from cohorts.content_check import LOGBOOK_WORDS, MOST_AXES, MOST_ROWS, Problem
from cohorts.content_files import Pair, typeset
from cohorts.enums import Level, Scope
from cohorts.models import Cohort, ContentVersion
from cohorts.yaml_reading import LARGEST
from core.forms import BaseForm

LISTS = ("workstreams", "objectives")
_LANGUAGES = ("fr", "en")


@dataclass
class Row:
    """One row of a section as it is shown: its word, its texts, and what is wrong with them."""

    slug: str = ""
    fr: str = ""
    en: str = ""
    scope: str = Scope.COLLECTIVE
    levels: list[tuple[int, str, str]] = field(default_factory=lambda: [(level, "", "") for level in Level.values])
    problems: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not any((self.fr, self.en, *(text for level in self.levels for text in level[1:])))


@dataclass
class AxisSheet:
    """Everything of an axis, as the editor shows it and sends it back."""

    slug: str
    title: Row
    intention: Row
    workstreams: list[Row]
    questions: list[Row]
    objectives: list[Row]
    criteria: list[Row]
    problems: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, pair: Pair) -> "AxisSheet":
        french, english = pair

        def rows(name: str, text: str = "") -> list[Row]:
            twins = zip(french[name], english[name], strict=True)
            return [_row(one, other, text) for one, other in twins]

        return cls(
            slug=french["slug"],
            title=Row(fr=french["title"], en=english["title"]),
            intention=Row(fr=french["intention"], en=english["intention"]),
            workstreams=rows("workstreams"),
            questions=rows("questions", "text"),
            objectives=rows("objectives"),
            criteria=rows("criteria", "title"),
        )

    @classmethod
    def sent(cls, slug: str, data: Any) -> "AxisSheet":
        """What the form holds; rows whose fields do not come in equal number are cut to the shortest."""
        return cls(
            slug=slug,
            title=_one(data, "title"),
            intention=_one(data, "intention"),
            workstreams=_many(data, "workstreams"),
            questions=_many(data, "questions", slug=True, scope=True),
            objectives=_many(data, "objectives"),
            criteria=_many(data, "criteria", slug=True, levels=True),
        )

    def rework(self, order: str) -> None:
        """Does without JavaScript what its buttons do: `questions:2:up`, `criteria::add`. An order that is none does
        nothing."""
        part = order.split(":", maxsplit=1)[0]
        if part in (*LISTS, "questions", "criteria"):
            rework(getattr(self, part), order, MOST_ROWS)

    def pair(self) -> Pair:
        """As the files say it: rows left empty are dropped, new ones get their word, typography is set."""
        return self._said("fr"), self._said("en")

    def _said(self, language: str) -> dict[str, Any]:
        def text(row: Row) -> str:
            return typeset(getattr(row, language), language)

        place = _LANGUAGES.index(language) + 1
        return {
            "slug": self.slug,
            "title": text(self.title),
            "intention": text(self.intention),
            "workstreams": [text(row) for row in self.workstreams if not row.is_empty],
            "questions": [
                {"slug": slug, "text": text(row), "scope": row.scope}
                for slug, row in _named(self.questions, "question")
            ],
            "objectives": [text(row) for row in self.objectives if not row.is_empty],
            "criteria": [
                {
                    "slug": slug,
                    "title": text(row),
                    "levels": [typeset(level[place], language) for level in row.levels],
                }
                for slug, row in _named(self.criteria, "critere")
            ],
        }

    def show(self, problems: Iterable[Problem], place: int) -> None:
        """Puts each problem of this axis (the one at `place`) beside its row."""
        for problem in problems:
            if problem.path[:2] != ("axes", place):
                continue
            part, number = (*problem.path[2:4], None, None)[:2]
            rows = getattr(self, str(part), None)
            where: Any = rows[number] if isinstance(rows, list) and isinstance(number, int) else rows
            words = {"fr": _("French"), "en": _("English")}.get(problem.language)
            sentence = f"{words} – {problem.sentence}" if words else problem.sentence
            (where.problems if isinstance(where, Row) else self.problems).append(sentence)


def rework(rows: list[Row], order: str, most: int) -> None:
    """`part:place:act` on the rows of a part."""
    _part, place, act = (*order.split(":"), "", "")[:3]
    here = int(place) if place.isdecimal() and int(place) < len(rows) else None
    there = None if here is None else here + {"up": -1, "down": 1}.get(act, 0)
    if act == "add" and len(rows) < most:
        rows.append(Row())
    elif here is not None and act == "remove":
        del rows[here]
    elif here is not None and there is not None and 0 <= there < len(rows):
        rows[here], rows[there] = rows[there], rows[here]


def _row(one: Any, other: Any, text: str) -> Row:
    if not text:
        return Row(fr=one, en=other)
    levels = list(zip(Level.values, one["levels"], other["levels"], strict=True)) if "levels" in one else []
    return Row(slug=one["slug"], fr=one[text], en=other[text], scope=one.get("scope", ""), levels=levels)


def _clean(value: str) -> str:
    return unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\0", "")).strip()


def _one(data: Any, name: str) -> Row:
    return Row(fr=_clean(data.get(f"{name}_fr", "")), en=_clean(data.get(f"{name}_en", "")))


def _many(data: Any, name: str, *, slug: bool = False, scope: bool = False, levels: bool = False) -> list[Row]:
    columns = [data.getlist(f"{name}_fr"), data.getlist(f"{name}_en")]
    number = min(MOST_ROWS, *map(len, columns))
    slugs = (*(data.getlist(f"{name}_slug") if slug else ()), *[""] * number)
    scopes = (*(data.getlist(f"{name}_scope") if scope else ()), *[Scope.COLLECTIVE] * number)
    described = {
        (level, language): (*(data.getlist(f"{name}_{level}_{language}") if levels else ()), *[""] * number)
        for level in Level.values
        for language in _LANGUAGES
    }
    return [
        Row(
            slug=slugs[place],
            fr=_clean(columns[0][place]),
            en=_clean(columns[1][place]),
            scope=scopes[place],
            levels=[
                (level, _clean(described[level, "fr"][place]), _clean(described[level, "en"][place]))
                for level in Level.values
            ],
        )
        for place in range(number)
    ]


def _named(rows: Iterable[Row], word: str, reserved: Iterable[str] = ()) -> list[tuple[str, Row]]:
    """The rows that say something, each with its word: the one it has, or one made of its text."""
    told = [row for row in rows if not row.is_empty]
    taken = {*reserved, *(row.slug for row in told)}
    found = []
    for number, row in enumerate(told, start=1):
        found.append((row.slug or free_word(row.fr or row.en, f"{word}-{number}", taken), row))
        taken.add(found[-1][0])
    return found


def free_word(text: str, otherwise: str, taken: Iterable[str]) -> str:
    """A word for an address, made of a text, that nothing else has."""
    made = slugify(text.replace("’", "-").replace("'", "-"))[:44].strip("-") or otherwise
    tries = (made if number == 1 else f"{made}-{number}" for number in range(1, 1000))
    return next(free for free in tries if free not in set(taken))


@dataclass
class DraftSheet:
    """The note, the names of the levels and the axes of a draft."""

    note: str
    scale: list[Row]
    axes: list[Row]

    @classmethod
    def of(cls, version: ContentVersion) -> "DraftSheet":
        return cls(
            note=version.note,
            scale=[Row(fr=row.label_fr, en=row.label_en) for row in version.scale.order_by("level")],
            axes=[Row(slug=row.slug, fr=row.title_fr, en=row.title_en) for row in version.axes.order_by("position")],
        )

    @classmethod
    def sent(cls, data: Any) -> "DraftSheet":
        return cls(
            note=_clean(data.get("note", ""))[:200],
            scale=[*_many(data, "scale"), *(Row() for _level in Level.values)][: len(Level.values)],
            axes=_many(data, "axes", slug=True),
        )

    def rework(self, order: str) -> None:
        """As `AxisSheet.rework`."""
        rework(self.axes, order, MOST_AXES)

    def facts(self) -> Mapping[str, Any]:
        """What the action takes."""
        scale = [
            tuple({"level": level, "label": typeset(getattr(row, one), one)} for one in _LANGUAGES)
            for level, row in zip(Level.values, self.scale, strict=True)
        ]
        axes = [
            tuple({"slug": slug, "title": typeset(getattr(row, one), one)} for one in _LANGUAGES)
            for slug, row in _named(self.axes, "axe", LOGBOOK_WORDS)
        ]
        return {"note": self.note, "scale": scale, "axes": axes}


class ImportForm(BaseForm):
    """One file a language."""

    fr = forms.FileField(label=_("French file"), widget=forms.FileInput(attrs={"accept": ".yaml,.yml"}))
    en = forms.FileField(label=_("English file"), widget=forms.FileInput(attrs={"accept": ".yaml,.yml"}))

    def texts(self) -> dict[str, bytes]:
        """The files by language, read no further than what is refused as too large anyway."""
        return {language: self.cleaned_data[language].read(LARGEST + 1) for language in _LANGUAGES}


class ConfirmImportForm(BaseForm):
    """The files again as they were looked at, as text."""

    fr = forms.CharField(strip=False, widget=forms.HiddenInput)
    en = forms.CharField(strip=False, widget=forms.HiddenInput)

    def texts(self) -> dict[str, bytes]:
        return {language: self.cleaned_data[language].encode() for language in _LANGUAGES}


class PublishForm(BaseForm):
    """The editions that take the new version at once."""

    cohorts = forms.ModelMultipleChoiceField(
        Cohort.objects.none(),
        required=False,
        label=_("Editions that take it now"),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, cohorts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cohorts"].queryset = cohorts  # type: ignore[attr-defined]


class ChooseContentForm(BaseForm):
    """Which published version an edition uses."""

    version = forms.ModelChoiceField(
        ContentVersion.objects.published().order_by("-number"),
        to_field_name="number",
        label=_("Version of the content"),
        empty_label=None,
    )
