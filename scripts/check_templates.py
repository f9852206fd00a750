"""Fails on what our Content-Security-Policy refuses: style and script written into a page.

djlint has a rule for the attribute only, and neither for handlers nor for a script without an address.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FAULTS = {
    "style attribute": re.compile(r"<[^>]*?\sstyle\s*=", re.IGNORECASE),
    "<style> element": re.compile(r"<style\b", re.IGNORECASE),
    "script without src": re.compile(
        r"<script\b(?![^>]*\bsrc\s*=)(?![^>]*\btype\s*=\s*[\"']application/json)", re.IGNORECASE
    ),
    "event handler": re.compile(r"<[^>]*?\son[a-z]+\s*=", re.IGNORECASE),
    "javascript: address": re.compile(r"=\s*[\"']?\s*javascript:", re.IGNORECASE),
    "address of another site": re.compile(
        r"<(?:script|link|img|iframe)\b[^>]*?(?:src|href)\s*=\s*[\"']?(?:https?:)?//", re.IGNORECASE
    ),
}
COMMENT = re.compile(r"\{#.*?#\}|\{% comment .*?endcomment %\}|<!--.*?-->", re.DOTALL)
# Neither is a page: a mail reader and WeasyPrint know no policy, and a mail reader needs its style in the message.
NOT_PAGES = ("layouts/mail.html", "layouts/pdf.html")


def faults_of(path: Path) -> list[str]:
    """One line per fault, with its place."""
    text = COMMENT.sub(lambda comment: "\n" * comment.group().count("\n"), path.read_text())
    return [
        f"{path.relative_to(ROOT)}:{text.count(chr(10), 0, hit.start()) + 1}: {name}"
        for name, pattern in FAULTS.items()
        for hit in pattern.finditer(text)
    ]


def main() -> int:
    pages = [p for p in sorted((ROOT / "templates").rglob("*.html")) if not str(p).endswith(NOT_PAGES)]
    faults = [fault for page in pages for fault in faults_of(page)]
    print("\n".join([*faults, f"{len(pages)} templates, {len(faults)} faults"]))
    return 1 if faults or not pages else 0


if __name__ == "__main__":
    sys.exit(main())
