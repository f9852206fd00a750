#!/usr/bin/env bash
# Sets up what is missing, and nothing else; called by `make setup`, `make run`, `make test` and `make check`.
#   scripts/setup.sh run   what the application needs
#   scripts/setup.sh dev   and what tests and checks need
# Each step leaves a stamp holding the hash of the lock it followed, so that a second call takes a moment.
# A system part that is missing is installed when root, else named with the command that installs it: exit 2.
set -euo pipefail
cd "$(dirname "$0")/.."

level=${1:-run}
case $level in
  run) lock=requirements/base.txt ;;
  dev) lock=requirements/dev.txt ;;
  *) echo "usage: scripts/setup.sh run|dev" >&2; exit 64 ;;
esac
venv=.venv

say() { printf '\033[2m· %s\033[0m\n' "$*"; }
stop() { printf '%s\n' "$@" >&2; exit 2; }
# One line that changes when any of the files does.
hash_of() { cat "$@" | "$hasher" | cut -d ' ' -f 1; }
fresh() { [ -f "$1" ] && [ "$(cat "$1")" = "$2" ]; }

hasher=$(command -v sha256sum || command -v shasum) || stop "sha256sum is missing: install the package coreutils."

# Two commands started together must not install over each other.
mkdir -p var
if command -v flock >/dev/null; then
  exec 9>var/setup.lock
  flock 9
fi

# --- system parts ---------------------------------------------------------------------------------------------------
missing=()
libraries=$( (ldconfig -p || /sbin/ldconfig -p) 2>/dev/null || true)

need_library() { # file package
  case $libraries in *"$1"*) ;; *) missing+=("$2") ;; esac
}
need_command() { # command package
  command -v "$1" >/dev/null || missing+=("$2")
}
need_file() { # package file...
  local package=$1 file
  shift
  for file in "$@"; do [ -e "$file" ] && return; done
  missing+=("$package")
}

find_missing() {
  missing=()
  need_library libpango-1.0.so libpango-1.0-0
  need_library libpangoft2-1.0.so libpangoft2-1.0-0
  need_library libharfbuzz-subset.so libharfbuzz-subset0
  need_file fonts-dejavu-core /usr/share/fonts/*/dejavu/DejaVuSans.ttf /usr/share/fonts/dejavu*/DejaVuSans.ttf
  need_command msgfmt gettext
  # python3.11-venv and its like: Debian ships Python without ensurepip.
  if [ ! -x $venv/bin/pip ] && ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    missing+=("$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')")
  fi
  if [ "$level" = dev ]; then
    need_command chromium chromium
    need_command redis-server redis-server
    command -v initdb >/dev/null || need_file postgresql /usr/lib/postgresql/*/bin/initdb
    need_command pdftotext poppler-utils
  fi
}

# Installs without starting a server or making a database cluster: the tests start private ones, the demonstration none.
install_missing() {
  local cluster=/etc/postgresql-common/createcluster.d/cooperations.conf policy=/usr/sbin/policy-rc.d undo=()
  if [ ! -e "$cluster" ]; then
    mkdir -p "${cluster%/*}"
    echo "create_main_cluster = false" >"$cluster"
    undo+=("$cluster")
  fi
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
    undo+=("$policy")
  fi
  # Expanded now on purpose: the names are local.
  # shellcheck disable=SC2064
  trap "rm -f ${undo[*]:-}" EXIT
  export DEBIAN_FRONTEND=noninteractive
  apt-get -o DPkg::Lock::Timeout=300 -q update >var/apt.log 2>&1 || true
  if ! apt-get -o DPkg::Lock::Timeout=300 -q install -y --no-install-recommends "${missing[@]}" >>var/apt.log 2>&1 </dev/null; then
    tail -n 20 var/apt.log >&2
    stop "apt-get could not install: ${missing[*]} (the whole log is in var/apt.log)."
  fi
  rm -f ${undo[@]+"${undo[@]}"}
  trap - EXIT
  hash -r
}

# --- Python ---------------------------------------------------------------------------------------------------------
new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

python=
for candidate in "$venv/bin/python" ${PYTHON:+"$PYTHON"} python3.11 python3.12 python3.13 python3; do
  if command -v "$candidate" >/dev/null && new_enough "$candidate"; then
    python=$candidate
    break
  fi
done
[ -n "$python" ] || stop "Python 3.11 or newer is missing. On Debian 12: apt-get install python3 python3-venv"

find_missing
if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    stop "These parts of the system are missing: ${missing[*]}" \
      "Install them, then run the same command again. On Debian 12 or Ubuntu:" \
      "  sudo apt-get update && sudo apt-get install --no-install-recommends ${missing[*]}"
  fi
  say "installing ${missing[*]}"
  install_missing
  libraries=$(ldconfig -p 2>/dev/null || /sbin/ldconfig -p)
  find_missing
  [ ${#missing[@]} = 0 ] || stop "Still missing after apt-get: ${missing[*]} (the log is in var/apt.log)."
fi

if [ "$python" != "$venv/bin/python" ] || [ ! -x $venv/bin/pip ]; then
  say "making $venv with $("$python" --version)"
  # A half-made one, or one whose Python has gone, is made again from nothing.
  [ "$python" != "$venv/bin/python" ] || python=$(readlink -f "$venv/bin/python")
  rm -rf "$venv"
  "$python" -m venv "$venv"
fi

wanted=$(hash_of "$lock")
dev_wanted=$(hash_of requirements/dev.txt)
# dev.txt holds all of base.txt (scripts/check_locks.py sees to it), so its stamp answers for both.
if ! fresh $venv/stamp-dev "$dev_wanted" && ! { [ "$level" = run ] && fresh $venv/stamp-run "$wanted"; }; then
  say "installing the Python packages of $lock"
  $venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes -r "$lock"
  rm -f $venv/stamp-run $venv/stamp-dev
  echo "$wanted" >"$venv/stamp-$level"
fi

# --- front end ------------------------------------------------------------------------------------------------------
wanted=$(hash_of package-lock.json package.json)
if ! fresh node_modules/.stamp "$wanted"; then
  npm=$(command -v npm || true)
  # The lock's format needs npm 7; an older one, or none, gives way to a private Node.
  npm_major=$([ -z "$npm" ] || "$npm" --version 2>/dev/null | cut -d . -f 1)
  if [ "${npm_major:-0}" -lt 7 ]; then
    npm=$PWD/.node/bin/npm
    node_wanted=$(hash_of requirements/node.txt)
    if ! fresh .node/stamp "$node_wanted"; then
      say "installing a private Node, since this machine has no npm of use"
      rm -rf .node
      $venv/bin/python -m venv .node
      .node/bin/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes -r requirements/node.txt
      echo "$node_wanted" >.node/stamp
    fi
    export PATH="$PWD/.node/bin:$PATH"
  fi
  say "installing the front-end packages"
  "$npm" ci --no-progress --loglevel=error </dev/null >/dev/null
  echo "$wanted" >node_modules/.stamp
fi

wanted=$(hash_of package-lock.json scripts/vendor.py)
if ! fresh static_vendor/.stamp "$wanted"; then
  say "copying the front-end files we serve to static_vendor/"
  $venv/bin/python scripts/vendor.py
  echo "$wanted" >static_vendor/.stamp
fi

# --- translations and secret ----------------------------------------------------------------------------------------
for po in locale/*/LC_MESSAGES/*.po; do
  [ -e "$po" ] || continue
  mo=${po%.po}.mo
  if [ ! -e "$mo" ] || [ "$po" -nt "$mo" ]; then
    say "compiling $po"
    msgfmt --check-format -o "$mo.new" "$po"
    mv "$mo.new" "$mo"
  fi
done

if [ ! -s var/secret_key ]; then
  (umask 077; $venv/bin/python -c 'import secrets; print(secrets.token_urlsafe(64))' >var/secret_key)
fi
