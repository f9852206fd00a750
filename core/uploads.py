"""What somebody uploads: known by its content and never by its name, and pictures without what a camera adds.

A photograph says where and when it was taken, and by which telephone: none of that is kept. It is drawn anew, turned
the way it was looked at.
"""

from collections.abc import Collection
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext as _
from PIL import Image, ImageFile, ImageOps

from .errors import Refused

LARGEST = 10 * 1024 * 1024
# A page of A3 at 300 dots per inch has 17 million; a bigger picture would fill the memory before it is looked at.
MOST_PIXELS = 50_000_000
# A document that unpacks to more than this, or to more parts, was made to fill a machine.
MOST_UNPACKED = 300 * 1024 * 1024
MOST_PARTS = 10_000
_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"


@dataclass(frozen=True)
class Kind:
    """A kind of file: what browsers call it, how its names end (the usual ending first)."""

    content_type: str
    endings: tuple[str, ...]


PDF = Kind("application/pdf", ("pdf",))
JPEG = Kind("image/jpeg", ("jpg", "jpeg"))
PNG = Kind("image/png", ("png",))
PAPERS = (PDF, JPEG, PNG)
_PICTURES = {JPEG: "JPEG", PNG: "PNG"}
_HEADS = {b"%PDF-": PDF, b"\xff\xd8\xff": JPEG, b"\x89PNG\r\n\x1a\n": PNG}
# An office file is an archive: which one is told by a part of it, or by the type that it writes first.
_PARTS = {
    "word/document.xml": Kind(f"{_OFFICE}.wordprocessingml.document", ("docx",)),
    "xl/workbook.xml": Kind(f"{_OFFICE}.spreadsheetml.sheet", ("xlsx",)),
    "ppt/presentation.xml": Kind(f"{_OFFICE}.presentationml.presentation", ("pptx",)),
}
_WRITTEN = {
    f"{_OPEN}.text": Kind(f"{_OPEN}.text", ("odt",)),
    f"{_OPEN}.spreadsheet": Kind(f"{_OPEN}.spreadsheet", ("ods",)),
    f"{_OPEN}.presentation": Kind(f"{_OPEN}.presentation", ("odp",)),
}
DOCUMENTS = (*PAPERS, *_PARTS.values(), *_WRITTEN.values())


@dataclass(frozen=True)
class Upload:
    """What is kept of an upload, and what it is."""

    content: BytesIO
    content_type: str


def accepted(kinds: Collection[Kind]) -> str:
    """What a file field offers first (its `accept`); the content decides all the same."""
    return ",".join(f".{ending}" for ending in endings_of(kinds))


def endings_of(kinds: Collection[Kind]) -> list[str]:
    return [ending for kind in kinds for ending in kind.endings]


def take(content: BinaryIO, *, kinds: Collection[Kind], name: str = "") -> Upload:
    """What to keep of an upload. With a `name`, its ending must be one of what the content is.

    Refuses what is too large, of no kind that is asked for, not what its name says, and a picture that cannot be read
    or has more points than a machine should be asked to hold.
    """
    content.seek(0)
    data = content.read(LARGEST + 1)
    if not data:
        raise Refused(_("This file is empty."), field="file")
    if len(data) > LARGEST:
        raise Refused(
            _("This file is larger than 10 MB: scan it at 150 dots per inch, or save it lighter."), field="file"
        )
    kind = kind_of(data)
    if kind is None or kind not in kinds:
        told = {"kinds": ", ".join(endings_of(kinds))}
        raise Refused(_("This kind of file is not taken. Those that are: %(kinds)s.") % told, field="file")
    if name and PurePosixPath(name).suffix.lower().lstrip(".") not in kind.endings:
        raise Refused(
            _("This file is not what its name says: save it again as %(kind)s.") % {"kind": kind.endings[0]},
            field="file",
        )
    kept = _redrawn(data, _PICTURES[kind]) if kind in _PICTURES else BytesIO(data)
    return Upload(kept, kind.content_type)


def kind_of(data: bytes) -> Kind | None:
    """What the bytes are; None for what we do not know. An office file with macros is none of ours."""
    for head, kind in _HEADS.items():
        if data.startswith(head):
            return kind
    return _archive(data) if data.startswith(b"PK\x03\x04") else None


def _archive(data: bytes) -> Kind | None:
    try:
        with ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise Refused(_("This document unpacks to far more than it weighs: save it as a PDF."), field="file")
            names = [part.filename for part in parts]
            if any(name.rpartition("/")[2].lower() == "vbaproject.bin" for name in names):
                return None
            if names[:1] == ["mimetype"]:
                with archive.open("mimetype") as told:
                    return _WRITTEN.get(told.read(100).decode("ascii", "replace").strip())
            return next(
                (kind for part, kind in _PARTS.items() if part in names and "[Content_Types].xml" in names), None
            )
    except (BadZipFile, RuntimeError, OSError, ValueError):
        return None


def _redrawn(data: bytes, form: str) -> BytesIO:
    """The same picture upright and without place, date, machine or comment; its colours keep their profile."""
    drawn = BytesIO()
    # WeasyPrint, where it was loaded, lets half a picture pass with the rest in grey: what is kept here is whole.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with Image.open(BytesIO(data), formats=(form,)) as taken:
            if taken.width * taken.height > MOST_PIXELS:
                raise _too_many_points()
            upright, profile = ImageOps.exif_transpose(taken), taken.info.get("icc_profile")
            upright.info = {name: said for name, said in taken.info.items() if name == "transparency"}
            words = {"quality": 92, "optimize": True} if form == "JPEG" else {}
            upright.save(drawn, form, icc_profile=profile, **words)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_points() from None
    except (OSError, ValueError, SyntaxError, EOFError):
        raise Refused(_("This picture cannot be read: take it again, or save it as a PDF."), field="file") from None
    drawn.seek(0)
    return drawn


def _too_many_points() -> Refused:
    return Refused(_("This picture has more than 50 million points: scan it at 300 dots per inch."), field="file")
