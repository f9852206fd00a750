"""Fails when a text has no French, or a doubtful one: a newcomer must never meet a page half in English.

The texts are collected in a copy of the sources, so that checking changes nothing. `--write` brings the catalogue of
the project up to date instead, for a person to fill in.
"""

import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[1]
CATALOGUE = Path("locale/fr/LC_MESSAGES/django.po")
# Not walked: what no user reads, and what set-up and running make.
LEFT_OUT = {"tests", "scripts", "node_modules", "static_vendor", "var", "build", "docs"}
HEADER = {
    "Project-Id-Version": "cooperations",
    "Language": "fr",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n > 1);",
}

# French keeps a mark on the line of its word: a narrow space that does not break before ; ! ?, a full one elsewhere.
SPACES = (
    (re.compile(r"(?<=\S) (?=[;!?](?:\s|<|$))"), "\u202f"),
    (re.compile(r"(?<=\S) (?=[:€%](?:\s|<|$))|(?<=«) | (?=»)"), "\u00a0"),
)


def spaced(text: str) -> str:
    """The text with the spaces that French typography asks for."""
    for place, space in SPACES:
        text = place.sub(space, text)
    return text


def left_out(folder: str, names: list[str]) -> set[str]:
    """Names that the copy leaves out."""
    top = Path(folder) == ROOT
    return {n for n in names if n.startswith(".") or n == "__pycache__" or (top and n in LEFT_OUT)}


def collect(copy: Path) -> polib.POFile:
    """The catalogue merged with every text of the sources."""
    shutil.copytree(ROOT, copy, ignore=left_out)
    (copy / CATALOGUE).parent.mkdir(parents=True, exist_ok=True)
    env = os.environ | {"SECRET_KEY": secrets.token_urlsafe(50), "VAR_DIR": str(copy / "var"), "DATABASE_URL": ""}
    options = ["--locale", "fr", "--no-location", "--no-obsolete", "--no-wrap"]
    command = [sys.executable, "manage.py", "makemessages", *options]
    done = subprocess.run(command, cwd=copy, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr[-3000:])
    return polib.pofile(str(copy / CATALOGUE), wrapwidth=0)


def fault(entry: polib.POEntry) -> str:
    """Why this entry is not good enough, or nothing."""
    if entry.fuzzy:
        return "doubtful (fuzzy)"
    if not entry.translated():
        return "no French"
    breaks = any(spaced(text) != text for text in (entry.msgstr, *entry.msgstr_plural.values()))
    return "a space that breaks before a mark (--write mends it)" if breaks else ""


def write(catalogue: polib.POFile) -> None:
    """Saves in a fixed order and without dates, so that two branches rarely meet on one line."""
    for entry in catalogue:
        entry.msgstr = spaced(entry.msgstr)
        entry.msgstr_plural = {form: spaced(text) for form, text in entry.msgstr_plural.items()}
    catalogue.metadata = HEADER
    catalogue.sort(key=lambda entry: (entry.msgid, entry.msgctxt or ""))
    (ROOT / CATALOGUE).parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(ROOT / CATALOGUE))


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        catalogue = collect(Path(folder) / "copy")
    if "--write" in sys.argv[1:]:
        write(catalogue)  # mends spaces and nothing else: words are a person's
    faults = [(why, entry.msgid) for entry in catalogue if (why := fault(entry))]
    for why, text in faults:
        print(f"{CATALOGUE}: {why}: {text!r}")
    print(f"{len(catalogue)} texts, {len(faults)} to settle")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
