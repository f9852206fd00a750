"""Makes a PDF out of a page, in a process that can be stopped and whose memory is capped (docs/decisions/0006)."""

import signal
import subprocess
import sys
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from .errors import Refused

MEMORY_CAP_BYTES = 2 * 1024**3
TIME_LIMIT_SECONDS = 300
_CHILD = Path(__file__).with_name("pdf_child.py")
# How the libraries below Python end at the memory cap; Python itself says MemoryError.
_OUT_OF_MEMORY = {-signal.SIGABRT, -signal.SIGTRAP, -signal.SIGSEGV}


def assets() -> list[Path]:
    """The folders a document may take fonts, images and style from; nothing else is ever fetched."""
    return [settings.BASE_DIR / "static" / "pdf", settings.BASE_DIR / "static_vendor" / "fonts"]


def command() -> list[str]:
    """The process that makes a document. -P keeps the child's folder out of Python's path, where our http.py would
    stand in for the one of the library."""
    return [sys.executable, "-P", str(_CHILD), str(MEMORY_CAP_BYTES), *map(str, assets())]


def render(template: str, context: dict[str, object], into: BinaryIO) -> None:
    """Writes the document of `template` into a file, as PDF/UA-1.

    Raises Refused with a sentence for people when the document takes too long or too much memory, RuntimeError when
    it cannot be made at all.
    """
    html = render_to_string(template, context)
    try:
        child = subprocess.run(
            command(),
            input=html.encode(),
            capture_output=True,
            timeout=TIME_LIMIT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _too_long() from None
    if child.returncode in _OUT_OF_MEMORY or (child.returncode and b"MemoryError" in child.stderr):
        raise _too_long()
    if child.returncode != 0 or not child.stdout.startswith(b"%PDF"):
        raise RuntimeError(child.stderr.decode(errors="replace")[-2000:] or f"ended with {child.returncode}")
    into.write(child.stdout)
    into.seek(0)


def _too_long() -> Refused:
    return Refused(_("The document is too long to be made at once. Choose fewer parts."))
