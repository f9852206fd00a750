"""Run as a program by core.pdf: HTML on standard input, PDF on standard output, nothing fetched but named assets.

    python pdf_child.py MEMORY_CAP_BYTES ASSET_FOLDER…

Assets are addressed as `asset:name.ext` and looked for in the folders given; everything else is refused, because a
document holds text that people typed.
"""

import re
import resource
import signal
import sys
from pathlib import Path
from typing import Any

from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

ASSET = re.compile(r"asset:([\w-]+(?:\.[\w-]+)*\.(?:woff2|svg|png|css))")
KINDS = {".css": "text/css", ".png": "image/png", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
DATA_LIMIT = 8 * 1024 * 1024


class ClosedFetcher(URLFetcher):
    """Gives the assets of the given folders and short `data:` addresses; refuses files and the network."""

    def __init__(self, folders: list[Path]) -> None:
        super().__init__(allowed_protocols=("data", "asset"), allow_redirects=False, fail_on_errors=True)
        self.folders = folders

    def fetch(self, url: str, headers: Any = None) -> Any:
        if url.startswith("data:") and len(url) <= DATA_LIMIT:
            return super().fetch(url, headers)
        named = ASSET.fullmatch(url)
        if named:
            for folder in self.folders:
                path = folder / named[1]
                if path.is_file():
                    return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": KINDS[path.suffix]})
        raise FatalURLFetchingError(f"{url[:80]} is not an asset of ours")


def write(html: str, folders: list[Path]) -> bytes:
    """The document as PDF/UA-1."""
    document = HTML(string=html, base_url="asset:", url_fetcher=ClosedFetcher(folders))
    return bytes(document.write_pdf(pdf_variant="pdf/ua-1"))


def main() -> None:
    _die_with_parent()
    cap = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_AS, (cap, cap))
    html = sys.stdin.buffer.read().decode()
    sys.stdout.buffer.write(write(html, [Path(argument) for argument in sys.argv[2:]]))


def _die_with_parent() -> None:
    """A worker that is killed must not leave its renderer behind (Linux: PR_SET_PDEATHSIG)."""
    import ctypes

    ctypes.CDLL(None, use_errno=True).prctl(1, signal.SIGKILL)


if __name__ == "__main__":
    main()
