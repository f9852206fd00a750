#!/usr/bin/env bash
# Writes the locks again. Neither may hold an address: an installation uses the registries of its own machine.
set -euo pipefail
cd "$(dirname "$0")/.."
command -v uv >/dev/null || { echo "uv is missing: pip install uv" >&2; exit 2; }
for name in base dev node; do
  uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --universal --python-version 3.11 \
    "requirements/$name.in" --output-file "requirements/$name.txt" "$@"
done
npm install --package-lock-only
python3 scripts/check_locks.py --strip
