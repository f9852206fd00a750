"""Copies the front-end files we serve from node_modules to static_vendor/, which git ignores.

An allow-list and not whole packages: collecting static files then takes seconds. Each package's licence comes along.
Tests read axe-core from node_modules, since it is never served.
"""

import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ROOT / "node_modules"
TARGET = ROOT / "static_vendor"

# package -> (folder under static_vendor, {file of the package: name there})
FILES = {
    "bootstrap": (
        "bootstrap",
        {
            "dist/css/bootstrap.min.css": "bootstrap.min.css",
            "dist/js/bootstrap.bundle.min.js": "bootstrap.bundle.min.js",
        },
    ),
    "bootstrap-icons": (
        "bootstrap-icons",
        {
            "font/bootstrap-icons.min.css": "bootstrap-icons.min.css",
            "font/fonts/bootstrap-icons.woff2": "fonts/bootstrap-icons.woff2",
            "font/fonts/bootstrap-icons.woff": "fonts/bootstrap-icons.woff",
        },
    ),
    "htmx.org": ("htmx", {"dist/htmx.min.js": "htmx.min.js"}),
    "fullcalendar": (
        "fullcalendar",
        {
            "all/global.js": "global.js",
            "locales/fr/global.js": "locale-fr.js",
            "skeleton.css": "skeleton.css",
            "themes/classic/global.js": "theme-classic.js",
            "themes/classic/theme.css": "theme-classic.css",
            "themes/classic/palette.css": "palette-classic.css",
        },
    ),
    "temporal-polyfill": ("temporal-polyfill", {"global.js": "global.js"}),
    "trix": ("trix", {"dist/trix.umd.min.js": "trix.umd.min.js"}),
    "signature_pad": ("signature_pad", {"dist/signature_pad.umd.min.js": "signature_pad.umd.min.js"}),
}
# package -> its style sheets; of each we keep the two subsets that French, and the names of Europe, are written with
FONTS = {
    "@fontsource-variable/bricolage-grotesque": ("wght.css",),
    "@fontsource-variable/source-sans-3": ("wght.css", "wght-italic.css"),
}
FACE = re.compile(
    r"/\* (?P<name>\S+?-(?:latin|latin-ext)-wght-(?:normal|italic)) \*/\s*(?P<rule>@font-face \{.*?\n\})", re.DOTALL
)
SOURCE_MAP = re.compile(rb"(?:/\*# sourceMappingURL=[^*]*\*/|//# sourceMappingURL=\S*)\s*")


def copy(source: Path, target: Path) -> None:
    """Copies one file without its source map: hashed static storage refuses a comment naming a missing file."""
    target.parent.mkdir(parents=True, exist_ok=True)
    content = source.read_bytes()
    if source.suffix in {".js", ".css"}:
        content = SOURCE_MAP.sub(b"", content)
    target.write_bytes(content)


def copy_licence(package: str, folder: Path) -> None:
    """Copies the package's licence, whose terms ask for it."""
    licence = next((PACKAGES / package).glob("LICENSE*"))
    copy(licence, folder / f"LICENSE-{package.rsplit('/', 1)[-1]}.txt")


def write_fonts(folder: Path) -> None:
    """Writes fonts.css with the faces we keep, and the files it names beside it."""
    rules = []
    for package, sheets in FONTS.items():
        for sheet in sheets:
            for face in FACE.finditer((PACKAGES / package / sheet).read_text()):
                rule = face["rule"].replace("url(./files/", "url(./").replace("woff2-variations", "woff2")
                rules.append(rule)
                name = f"{face['name']}.woff2"
                copy(PACKAGES / package / "files" / name, folder / name)
        copy_licence(package, folder)
    if len(rules) != 6:
        sys.exit(
            f"static_vendor: 6 font faces expected, {len(rules)} found: the font packages changed, see {__file__}."
        )
    (folder / "fonts.css").write_text("\n\n".join(rules) + "\n")


def main() -> None:
    """Builds the folder beside the old one, then swaps: an interruption leaves the old one whole."""
    fresh = TARGET.with_name("static_vendor.new")
    shutil.rmtree(fresh, ignore_errors=True)
    for package, (folder, files) in FILES.items():
        for source, name in files.items():
            copy(PACKAGES / package / source, fresh / folder / name)
        copy_licence(package, fresh / folder)
    write_fonts(fresh / "fonts")
    shutil.rmtree(TARGET, ignore_errors=True)
    fresh.rename(TARGET)


if __name__ == "__main__":
    main()
