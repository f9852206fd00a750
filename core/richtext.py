"""Lightly formatted text: bold, italics, lists and links, and nothing else. No model and no query here.

What a browser sends is read into lines (`Line`) and written again from them, so that only what these can hold survives,
whatever was pasted; the sanitiser then has the last word, with the one allowlist of the house. A text without formatting
has no HTML: it stays the plain text that it always was.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape, unescape
from itertools import groupby

import nh3

TAGS = {"div", "p", "br", "ul", "ol", "li", "strong", "em", "a"}
ATTRIBUTES = {"a": {"href"}}
SCHEMES = {"http", "https", "mailto"}
REL = "nofollow noopener noreferrer"

DEEPEST = 4  # lists in lists; what is deeper is shown at this depth
LONGEST_LINK = 2000
_PATIENCE = 50  # styles within styles that are followed
_UNSEEN = {"script", "style", "title", "head", "template", "textarea", "svg", "math", "iframe", "object", "noscript"}
_BOLD, _ITALIC = {"b", "strong", "h1", "h2", "h3", "h4", "h5", "h6", "th"}, {"i", "em", "cite"}
_STYLED = {*_BOLD, *_ITALIC, "a"}
_LINES = {
    "div",
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "tr",
    "blockquote",
    "pre",
    "section",
    "article",
    "table",
    "dt",
    "dd",
}
# Possessive, so that no input makes them go back and try again: reading is linear in what was sent.
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]*+)([^<>]*+)>")
_HREF = re.compile(r"""\bhref\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++))""", re.IGNORECASE)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SPACES = re.compile(r"[ \t\r\n\f]+")
_LINK = re.compile(r"(https?://[^\s<>\"]+|mailto:[^\s<>\"@]+@[^\s<>\"]+)", re.IGNORECASE)


@dataclass(frozen=True)
class Style:
    """How a few words look."""

    bold: bool = False
    italic: bool = False
    href: str = ""


PLAIN = Style()


@dataclass(frozen=True)
class Run:
    """Words that look alike; a sign of new line may stand inside a list's item."""

    text: str
    style: Style = PLAIN


@dataclass(frozen=True)
class Shape:
    """What a line is: of a paragraph ("" ), or an item of a list ("ul", "ol") at a depth from 1."""

    kind: str = ""
    depth: int = 0


PARAGRAPH = Shape()


@dataclass(frozen=True)
class Line:
    """A line of a text."""

    shape: Shape
    runs: tuple[Run, ...]

    @property
    def words(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Written:
    """A text as it is kept: its words, and its HTML where some of them are formatted."""

    text: str
    html: str = ""

    def __bool__(self) -> bool:
        return bool(self.text)

    def __str__(self) -> str:
        return self.text


def read_plain(text: str) -> list[Line]:
    """The lines of a plain text, unchanged but for signs that no page can show."""
    return [Line(PARAGRAPH, (Run(line),) if line else ()) for line in _CONTROLS.sub("", text).split("\n")]


def read_html(typed: str) -> list[Line]:
    """The lines of what an editor, or anybody else, sent as HTML."""
    reader, end = _Reader(), 0
    typed = _without_comments(typed)
    for tag in _TAG.finditer(typed):
        reader.words(typed[end : tag.start()])
        end = tag.end()
        if tag[1]:
            reader.closing(tag[2].lower())
        else:
            reader.opening(tag[2].lower(), tag[3])
    reader.words(typed[end:])
    return tidy(reader.lines)


def _without_comments(typed: str) -> str:
    """Word hides its own instructions in comments."""
    kept, place = [], 0
    while (start := typed.find("<!--", place)) >= 0 and (end := typed.find("-->", start)) >= 0:
        kept.append(typed[place:start])
        place = end + 3
    return re.sub(r"<[!?][^<>]*+>", "", "".join((*kept, typed[place:])))


def lines_of(written: Written) -> list[Line]:
    return read_html(written.html) if written.html else read_plain(written.text)


def write(lines: Sequence[Line]) -> Written:
    """The words and, where there is any formatting, the HTML."""
    formatted = any(line.shape.kind or any(run.style != PLAIN for run in line.runs) for line in lines)
    return Written(words_of(lines), html_of(lines) if formatted else "")


def from_html(typed: str) -> Written:
    """What is kept of the HTML that somebody sent."""
    return write(read_html(typed))


def as_html(written: Written) -> str:
    """The HTML of any text, a plain one too: what an editor starts from."""
    return written.html or html_of(read_plain(written.text))


def words_of(lines: Iterable[Line]) -> str:
    """The words alone, with the dashes and numbers of lists, as one would type them."""
    counts: dict[int, int] = {}
    said = []
    for line in lines:
        kind, depth = line.shape.kind, line.shape.depth
        counts = {level: count for level, count in counts.items() if level < depth or (level == depth and kind == "ol")}
        if kind == "ol":
            counts[depth] = counts.get(depth, 0) + 1
        sign = {"": "", "ul": "- ", "ol": f"{counts.get(depth)}. "}[kind]
        said.append("  " * max(0, depth - 1) + sign + line.words)
    return "\n".join(said)


def tidy(lines: Iterable[Line]) -> list[Line]:
    """Neighbours that look alike joined, ends of lines trimmed, empty lines at both ends and empty items dropped."""
    found = [Line(line.shape, tuple(_joined(line.runs))) for line in lines]
    found = [line if line.words.strip() else replace(line, runs=()) for line in found]
    found = [line for line in found if line.runs or not line.shape.kind]
    while found and not found[0].runs:
        found.pop(0)
    while found and not found[-1].runs:
        found.pop()
    return list(_climbing(found))


def _joined(runs: Iterable[Run]) -> Iterator[Run]:
    joined = [Run("".join(run.text for run in alike), style) for style, alike in groupby(runs, lambda run: run.style)]
    before = " "
    kept: list[Run] = []
    for run in joined:
        text = run.text.lstrip(" \n" if not kept else " ") if before == " " else run.text
        if text:
            kept.append(replace(run, text=text))
            before = text[-1]
    while kept and not kept[-1].text.strip(" \n"):
        kept.pop()
    if kept:
        kept[-1] = replace(kept[-1], text=kept[-1].text.rstrip(" \n"))
    yield from kept


def _climbing(lines: Iterable[Line]) -> Iterator[Line]:
    """No list is deeper than one step below the line before it."""
    before = 0
    for line in lines:
        before = min(line.shape.depth, before + 1, DEEPEST)
        yield replace(line, shape=replace(line.shape, depth=before))


def html_of(lines: Iterable[Line]) -> str:
    """The lines as HTML, cleaned by the allowlist: lines of a paragraph, lists in lists."""
    return clean("".join(_pieces(lines, lambda group: f"<div>{'<br>'.join(map(_inline, group))}</div>")))


def shown(lines: Iterable[Line]) -> str:
    """The same to be read, on a page and on paper: each line a paragraph of its own."""
    return clean(
        "".join(_pieces(lines, lambda group: "".join(f"<p>{_inline(line)}</p>" for line in group if line.runs)))
    )


def _pieces(lines: Iterable[Line], paragraphs: Callable[[Iterable[Line]], str]) -> Iterator[str]:
    for is_item, group in groupby(lines, lambda line: bool(line.shape.kind)):
        if is_item:
            yield from _lists(group)
        else:
            yield paragraphs(group)


def _lists(items: Iterable[Line]) -> Iterator[str]:
    opened: list[str] = []
    for item in items:
        kind, depth = item.shape.kind, item.shape.depth
        while len(opened) > depth or (len(opened) == depth and opened[-1] != kind):
            yield f"</li></{opened.pop()}>"
        if len(opened) == depth:
            yield "</li><li>"
        else:
            yield f"<{kind}><li>"
            opened.append(kind)
        yield _inline(item)
    while opened:
        yield f"</li></{opened.pop()}>"


def _inline(line: Line) -> str:
    return "".join(_run(run, first=place == 0) for place, run in enumerate(line.runs))


def _run(run: Run, *, first: bool) -> str:
    # Spaces that HTML would swallow: at the start of a line, and after another space.
    text = re.sub("^ |(?<= ) " if first else "(?<= ) ", "\u00a0", run.text)
    html = escape(text, quote=False).replace("\n", "<br>")
    if run.style.italic:
        html = f"<em>{html}</em>"
    if run.style.bold:
        html = f"<strong>{html}</strong>"
    return f'<a href="{escape(run.style.href)}">{html}</a>' if run.style.href else html


def clean(html: str) -> str:
    """The sanitiser's word on any HTML that is shown: the house's one allowlist."""
    return nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=REL)


def _address(href: str) -> str:
    """The address of a link, or nothing: no script, no file, no page of ours that acts when it is opened."""
    address = _CONTROLS.sub("", unescape(href)).strip()
    return address if len(address) <= LONGEST_LINK and _LINK.fullmatch(address) else ""


class _Reader:
    """Reads HTML into lines. Unknown tags lose themselves and keep their words; scripts and styles lose both."""

    def __init__(self) -> None:
        self._found: list[tuple[Shape, list[Run]]] = []
        self._lists: list[str] = []
        self._styles: list[tuple[str, Style]] = []
        self._unseen: list[str] = []
        self._fresh = True  # the next words start a line

    @property
    def lines(self) -> list[Line]:
        return [Line(shape, tuple(runs)) for shape, runs in self._found]

    @property
    def _style(self) -> Style:
        return self._styles[-1][1] if self._styles else PLAIN

    def opening(self, tag: str, attributes: str) -> None:
        if tag in _UNSEEN:
            self._unseen.append(tag)
        if self._unseen:
            return
        if tag == "br":
            self._break()
        elif tag in {"ul", "ol"}:
            self._lists[DEEPEST:] = []  # what is nested deeper comes out at that depth
            self._lists.append(tag)
            self._fresh = True
        elif tag == "li":
            self._start(Shape(self._lists[-1] if self._lists else "ul", max(1, len(self._lists))))
        elif tag in _LINES:
            self._fresh = True
        elif tag in {"td", "th"}:
            self.words(" ")
        if tag in _STYLED and len(self._styles) < _PATIENCE:
            self._styles.append((tag, self._styled(tag, attributes)))

    def _styled(self, tag: str, attributes: str) -> Style:
        if tag in _BOLD:
            return replace(self._style, bold=True)
        if tag in _ITALIC:
            return replace(self._style, italic=True)
        found = _HREF.search(attributes)
        return replace(self._style, href=_address(next(filter(None, found.groups()), "") if found else ""))

    def closing(self, tag: str) -> None:
        if self._unseen:
            if tag == self._unseen[-1]:
                self._unseen.pop()
            return
        if tag in {"ul", "ol"} and self._lists:
            self._lists.pop()
        if tag in {"ul", "ol", "li"} or tag in _LINES:
            self._fresh = True
        if tag in _STYLED:
            place = next((place for place, (name, _) in enumerate(reversed(self._styles)) if name == tag), None)
            if place is not None:
                del self._styles[len(self._styles) - 1 - place :]

    def words(self, html: str) -> None:
        if self._unseen:
            return
        text = _SPACES.sub(" ", _CONTROLS.sub("", unescape(html)))
        if not text or (self._fresh and text == " "):
            return
        if self._fresh:
            self._start(self._shape())
        self._found[-1][1].append(Run(text, self._style))

    def _shape(self) -> Shape:
        return Shape(self._lists[-1], len(self._lists)) if self._lists else PARAGRAPH

    def _start(self, shape: Shape) -> None:
        self._found.append((shape, []))
        self._fresh = False

    def _break(self) -> None:
        """A new line of a paragraph; inside an item, a sign of new line. The last one of a block says nothing."""
        if self._fresh:
            self._start(self._shape())
        if self._found[-1][0].kind:
            self._found[-1][1].append(Run("\n", self._style))
        else:
            self._fresh = True
