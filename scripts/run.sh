#!/usr/bin/env bash
# What `make run` starts once everything is installed: prepares the data, then becomes the supervisor.
set -euo pipefail
cd "$(dirname "$0")/.."

export PORT=${PORT:-8000}
export SITE_URL=${SITE_URL:-http://127.0.0.1:$PORT}
.venv/bin/python scripts/prepare.py
exec .venv/bin/python manage.py serve
