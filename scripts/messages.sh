#!/usr/bin/env bash
# Brings locale/fr up to date with the code. scripts/check_translations.py calls makemessages with the same options.
set -euo pipefail
cd "$(dirname "$0")/.."
.venv/bin/python scripts/check_translations.py --write
