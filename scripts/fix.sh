#!/usr/bin/env bash
# Formats, and mends what the tools can mend alone; `make check` says what is left.
set -uo pipefail
cd "$(dirname "$0")/.." || exit
.venv/bin/ruff check --quiet --fix .
.venv/bin/ruff format .
# Twice: a tag that the first pass moves to a line of its own is indented by the second.
.venv/bin/djlint --quiet --reformat templates >/dev/null
.venv/bin/djlint --quiet --reformat templates >/dev/null
