"""What is kept of an upload: known by its content, pictures without what a camera adds, and none too big to hold."""

import io
import struct
import zipfile
import zlib

import pytest
from PIL import Image, ImageFile
from PIL.PngImagePlugin import PngInfo

from core import uploads
from core.errors import Refused

RED, BLUE = (200, 30, 30), (30, 30, 200)


def photograph(form="JPEG", orientation=6, **words) -> bytes:
    """A wide picture, red at the left, as a telephone held upright writes it: with its orientation, place and date."""
    picture = Image.new("RGB", (80, 40), BLUE)
    picture.paste(RED, (0, 0, 40, 40))
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x0132] = orientation, "Fabricant Exemple", "2026:05:12 09:05:00"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (44.0, 50.0, 16.0)
    written = io.BytesIO()
    picture.save(written, form, exif=exif, **words)
    return written.getvalue()


def archive(*names, written="") -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as file:
        if written:
            file.writestr("mimetype", written)
        for name in names:
            file.writestr(name, "<x/>")
    return held.getvalue()


def png_of(width, height) -> bytes:
    """The beginning of a picture of any size, in a few bytes."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


def take(data, kinds=uploads.DOCUMENTS, name=""):
    return uploads.take(io.BytesIO(data), kinds=kinds, name=name)


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_a_photograph_loses_place_date_and_machine_and_stands_upright(form):
    text = PngInfo()
    text.add_text("Comment", "chez moi")
    words = {"pnginfo": text} if form == "PNG" else {"comment": b"chez moi", "xmp": b"<x:xmpmeta>chez moi</x:xmpmeta>"}
    sent = photograph(form, **words)
    assert b"Fabricant Exemple" in sent and b"chez moi" in sent

    kept = take(sent)

    assert kept.content_type == f"image/{form.lower()}"
    data = kept.content.getvalue()
    for told in (b"Fabricant", b"Exif", b"eXIf", b"2026:05", b"chez moi"):
        assert told not in data
    with Image.open(io.BytesIO(data)) as picture:
        assert not picture.getexif()
        assert picture.size == (40, 80)
        top, bottom = (picture.convert("RGB").getpixel((20, height)) for height in (10, 70))
    assert (top[0] > 150, bottom[2] > 150) == (True, True)


def test_the_same_photograph_twice_is_the_same_file():
    assert take(photograph()).content.getvalue() == take(photograph()).content.getvalue()


def test_a_picture_keeps_its_colours_and_what_is_behind_it_goes():
    profile = b"a profile of colours"
    kept = take(photograph(icc_profile=profile) + b"<script>hidden behind the picture</script>").content.getvalue()

    assert b"hidden" not in kept
    with Image.open(io.BytesIO(kept)) as picture:
        assert picture.info["icc_profile"] == profile


@pytest.mark.parametrize("side", [(20_000, 20_000), (50_000, 1_001), (9_500, 9_500), (8_000, 6_300)])
def test_a_picture_too_big_to_hold_is_never_drawn(side, monkeypatch):
    monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("it was drawn"))

    with pytest.raises(Refused, match="50 million"):
        take(png_of(*side))


@pytest.mark.parametrize("data", [png_of(100, 100), photograph()[:400], b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\nx"])
def test_a_picture_that_cannot_be_read_says_so(data, monkeypatch):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as WeasyPrint leaves it
    with pytest.raises(Refused) as refusal:
        take(data)

    assert refusal.value.field == "file"


@pytest.mark.parametrize(
    ("data", "ending"),
    [
        (b"%PDF-1.7 x", "pdf"),
        (photograph(), "jpeg"),
        (photograph("PNG"), "png"),
        (archive("[Content_Types].xml", "word/document.xml"), "docx"),
        (archive("[Content_Types].xml", "xl/workbook.xml"), "xlsx"),
        (archive("[Content_Types].xml", "ppt/presentation.xml"), "pptx"),
        (archive("content.xml", written="application/vnd.oasis.opendocument.text"), "odt"),
        (archive("content.xml", written="application/vnd.oasis.opendocument.spreadsheet"), "ods"),
        (archive("content.xml", written="application/vnd.oasis.opendocument.presentation"), "odp"),
    ],
    ids=lambda told: told if isinstance(told, str) else "",
)
def test_a_file_is_what_its_content_says(data, ending):
    assert take(data, name=f"Plan.{ending.upper()}").content_type
    for name in ("plan.exe", "plan", f"{ending}.gif", "plan.odt" if ending == "docx" else "plan.docx"):
        with pytest.raises(Refused):
            take(data, name=name)


@pytest.mark.parametrize(
    "data",
    [
        b"MZ a program",
        b"<svg/>",
        b"GIF89a",
        b"PK\x03\x04 cut",
        archive("a.exe"),
        archive("word/document.xml"),
        archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
        archive("content.xml", written="application/x-else"),
    ],
)
def test_what_we_do_not_know_is_not_taken(data):
    with pytest.raises(Refused, match="pdf"):
        take(data)


def test_a_paper_is_no_office_file_and_nothing_is_too_large():
    with pytest.raises(Refused):
        take(archive("[Content_Types].xml", "word/document.xml"), kinds=uploads.PAPERS)
    with pytest.raises(Refused, match=r"10\sM[Bo]"):
        take(b"%PDF-" + b"x" * uploads.LARGEST)


def test_an_empty_file_says_so():
    with pytest.raises(Refused, match=r"vide|empty"):
        take(b"")


def test_an_archive_of_too_many_parts_is_not_opened():
    names = [f"word/{number}.xml" for number in range(uploads.MOST_PARTS + 1)]

    with pytest.raises(Refused, match=r"unpacks|décompresse"):
        take(archive("[Content_Types].xml", "word/document.xml", *names))
