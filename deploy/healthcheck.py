"""Asks one process whether it is well, from inside its container: `healthcheck.py web|worker|beat`; exit 0 or 1."""

import os
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

BEAT_SCHEDULE = Path("/tmp/celerybeat-schedule")  # noqa: S108 - written by deploy/entrypoint, alone in its container
BEAT_SECONDS = 600  # beat writes its schedule every three minutes


def web() -> bool:
    """The page that says alive, asked under the site's own name, since another is refused."""
    host = urlsplit(os.environ.get("SITE_URL", "http://127.0.0.1:8000")).netloc
    request = urllib.request.Request(
        "http://127.0.0.1:8000/healthz", headers={"Host": host, "X-Forwarded-Proto": "https"}
    )
    with urllib.request.urlopen(request, timeout=4) as answer:  # noqa: S310 - a fixed address
        return answer.status == 200


def worker() -> bool:
    """Whether this container's worker answers over the broker."""
    import socket

    from atis_platform.celery import app

    return bool(app.control.ping(destination=[f"celery@{socket.gethostname()}"], timeout=5))


def beat() -> bool:
    """Whether the schedule is still being written."""
    return any(
        time.time() - path.stat().st_mtime < BEAT_SECONDS
        for path in BEAT_SCHEDULE.parent.glob(f"{BEAT_SCHEDULE.name}*")
    )


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    sys.exit(0 if {"web": web, "worker": worker, "beat": beat}[sys.argv[1]]() else 1)
