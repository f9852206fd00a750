"""Prepares a start of `make run`: migrates, loads the demonstration into a database without accounts, collects files.

One process for the four steps, so that Django is loaded once.
"""

import hashlib
import os
import socket
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "atis_platform.settings.base")

import django  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402


def refuse_a_taken_port(port: int) -> None:
    """Says so before anything is written, since the server would only say it after half a minute of preparation."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            sys.exit(f"Port {port} cannot be used ({error.strerror}). Choose another: make run PORT={port + 1}")


def collect_static_files() -> None:
    """Collects when a source changed since the last time: hashing and compressing takes seconds."""
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            stat = Path(storage.path(name)).stat()
            digest.update(f"{name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    stamp = settings.VAR_DIR / "static.stamp"
    manifest = settings.STATIC_ROOT / "staticfiles.json"
    if not (manifest.exists() and stamp.exists() and stamp.read_text() == digest.hexdigest()):
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(digest.hexdigest())


def main() -> None:
    refuse_a_taken_port(int(os.environ["PORT"]))
    django.setup()
    call_command("migrate", verbosity=0)
    from django.contrib.auth import get_user_model

    if settings.DEMO and not get_user_model().objects.exists():
        print("· loading the demonstration", flush=True)
        call_command("demo")
    collect_static_files()

    if settings.DEMO:
        print("\nDemonstration: sign in as <name>@demo.example with the password « cooperation »,")
        print(
            "where <name> is admin, facilitator, slowfest, la-boucle… (the sign-in page lists them all).\n", flush=True
        )


if __name__ == "__main__":
    main()
