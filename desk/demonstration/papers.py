"""Papers that the demonstration shows: a sheet as it comes out of a scanner, and a programme. Drawn here, as small PDFs."""

import textwrap
from collections.abc import Iterable, Sequence
from io import BytesIO

from agenda.ink import HEIGHT, Ink
from core import files
from core.models import StoredFile

_WIDE, _HIGH, _MARGIN, _LINE = 595, 842, 48, 30  # points of an A4 sheet
_TILT = "0.9999 0.012 -0.012 0.9999 6 -4 cm"  # nobody lays a sheet quite straight on the glass
_SCALE = 0.11  # of a signature


def scan_of(title: str, day: str, rows: Sequence[tuple[str, str, Ink]], name: str) -> StoredFile:
    """A sheet signed by hand: each person, their structure and their strokes, none for who did not come."""
    drawn = [_TILT, _text(_MARGIN, _HIGH - 60, 15, title), _text(_MARGIN, _HIGH - 80, 10, day)]
    for place, (person, structure, ink) in enumerate(rows):
        foot = _HIGH - 130 - place * _LINE
        drawn += [
            f"0.5 w {_MARGIN} {foot} m {_WIDE - _MARGIN} {foot} l S",
            _text(_MARGIN, foot + 10, 9, person),
            _text(260, foot + 10, 8, structure),
            *_strokes(ink, 420, foot + 3),
        ]
    return _kept(drawn, name)


def programme_of(title: str, steps: Iterable[tuple[int, str]], name: str) -> StoredFile:
    """The steps of a session, one a paragraph."""
    drawn, foot = [_text(_MARGIN, _HIGH - 70, 15, title)], _HIGH - 110
    for minutes, words in steps:
        for place, line in enumerate(textwrap.wrap(words, 78)):
            drawn.append(_text(_MARGIN, foot, 11, f"{minutes} min" if not place else ""))
            drawn.append(_text(_MARGIN + 60, foot, 11, line))
            foot -= 16
        foot -= 10
    return _kept(drawn, name)


def _text(x: int, y: int, size: int, words: str) -> str:
    """Words as a PDF writes them: in octal what is not plain."""
    said = "".join(
        chr(byte) if 32 <= byte < 127 and byte not in b"()\\" else f"\\{byte:03o}"
        for byte in words.encode("cp1252", "replace")
    )
    return f"BT /F {size} Tf {x} {y} Td ({said}) Tj ET"


def _strokes(ink: Ink, x: int, y: int) -> list[str]:
    lines = []
    for stroke in ink:
        points = [f"{x + a * _SCALE:.1f} {y + (HEIGHT - b) * _SCALE:.1f}" for a, b in stroke]
        lines.append(f"1 w {points[0]} m " + " ".join(f"{point} l" for point in points[1:]) + " S")
    return lines


def _kept(drawn: Iterable[str], name: str) -> StoredFile:
    content = "\n".join(drawn).encode("ascii")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {_WIDE} {_HIGH}] /Contents 4 0 R"
        " /Resources << /Font << /F 5 0 R >> >> >>".encode(),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    out, places = BytesIO(b"%PDF-1.4\n"), []
    out.seek(0, 2)
    for number, body in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    table = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table))
    return files.store(out, name=name, content_type="application/pdf")
