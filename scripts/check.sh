#!/usr/bin/env bash
# shellcheck disable=SC2317 # the functions are called by `part`
# Everything that can be checked without running a test. All parts run, side by side; one line each, then what failed.
set -uo pipefail
cd "$(dirname "$0")/.." || exit

bin=$PWD/.venv/bin
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
names=()
pids=()

part() { # name command...
  local name=$1
  shift
  names+=("$name")
  "$@" >"$out/$name" 2>&1 </dev/null &
  pids+=($!)
}

# The settings as an installation has them: https, a database server, no demonstration, a secret of its own.
as_installed() {
  env SITE_URL=https://cooperations.example DEMO=0 DEBUG=0 TRUSTED_PROXIES=1 VAR_DIR="$out/var" \
    SECRET_KEY="$("$bin/python" -c 'import secrets; print(secrets.token_urlsafe(64))')" \
    DATABASE_URL=postgres://house@127.0.0.1:1/house REDIS_URL=redis://127.0.0.1:1/0 \
    EMAIL_URL='smtp://127.0.0.1:1/?tls=1' DJANGO_SETTINGS_MODULE=atis_platform.settings.base "$@"
}
# The same without a server to ask: comparing models with migrations reads the database when there is one.
without_server() { as_installed env DATABASE_URL="sqlite:///$out/db.sqlite3" REDIS_URL= "$@"; }

# The names of the files instead of every difference: `make fix` mends them.
template_format() {
  "$bin/djlint" --check templates | { grep -E '^templates/|updated' || true; }
}

part types as_installed "$bin/mypy"
part translations "$bin/python" scripts/check_translations.py
part templates-format template_format
part templates-lint "$bin/djlint" --quiet --lint templates
part templates-policy "$bin/python" scripts/check_templates.py
part deployment as_installed "$bin/python" manage.py check --deploy --fail-level WARNING
part migrations without_server "$bin/python" manage.py makemigrations --check --dry-run
part import-floors "$bin/lint-imports" --no-cache
part format "$bin/ruff" format --check --output-format concise .
part lint "$bin/ruff" check --output-format concise .
part locks "$bin/python" scripts/check_locks.py
part compose "$bin/check-jsonschema" --builtin-schema vendor.compose-spec docker-compose.yml

failed=0
for i in "${!names[@]}"; do
  if wait "${pids[$i]}"; then
    printf '  ok      %s\n' "${names[$i]}"
  else
    failed=1
    printf '  FAILED  %s\n' "${names[$i]}"
    sed 's/^/          /' "$out/${names[$i]}"
  fi
done
[ $failed = 0 ] && echo "check: ${#names[@]} parts, all good (${SECONDS} s)" || echo "check: something failed (${SECONDS} s)"
exit $failed
