"""One command for the whole house: web server, worker and scheduler, started together and ended together."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

RESTART_PAUSE_SECONDS = 1
GRACE_SECONDS = 10


def die_with_parent() -> None:
    """A supervisor that is killed leaves no orphan behind (Linux: PR_SET_PDEATHSIG)."""
    ctypes.CDLL(None, use_errno=True).prctl(1, signal.SIGTERM)


class Command(BaseCommand):
    help = "Serves the application with its worker and scheduler; Ctrl-C ends all of them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--bind", default=f"127.0.0.1:{os.environ.get('PORT') or 8000}")
        parser.add_argument("--web-workers", type=int, default=2)

    def handle(self, *args: Any, **options: Any) -> None:
        self.ending = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.end)
        commands = self.commands(options)
        children = {name: self.start(command) for name, command in commands.items()}
        self.stdout.write(f"Coopérations: {settings.SITE_URL}/ (Ctrl-C ends it)")
        self.stdout.flush()
        while not self.ending:
            time.sleep(0.2)
            for name, child in children.items():
                if child.poll() is not None and not self.ending:
                    self.stderr.write(f"{name} ended with {child.returncode}; starting it again.")
                    time.sleep(RESTART_PAUSE_SECONDS)
                    children[name] = self.start(commands[name])
        self.stop(children)

    def commands(self, options: dict[str, Any]) -> dict[str, list[str]]:
        """What runs, by name: with Redis Celery's worker and beat, without it our own."""
        python, manage = sys.executable, str(settings.BASE_DIR / "manage.py")
        web = [
            *(python, "-m", "gunicorn", "atis_platform.wsgi:application", "--bind", options["bind"]),
            *("--worker-class", "gthread", "--workers", str(options["web_workers"]), "--threads", "4"),
            *("--max-requests", "2000", "--max-requests-jitter", "200", "--log-level", "warning"),
            "--no-control-socket",  # one per home folder: a second server of the same person would take it
        ]
        if settings.REDIS_URL:
            celery = [python, "-m", "celery", "-A", "atis_platform", "--quiet"]
            worker = [*celery, "worker", "--concurrency", "2", "--loglevel", "WARNING"]
            beat = [*celery, "beat", "--loglevel", "WARNING", "--pidfile="]
            return {"web": web, "worker": worker, "scheduler": beat}
        return {"web": web, "worker": [python, manage, "worker"], "scheduler": [python, manage, "scheduler"]}

    def start(self, command: list[str]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(command, preexec_fn=die_with_parent, cwd=settings.BASE_DIR, start_new_session=True)

    def stop(self, children: dict[str, subprocess.Popen[bytes]]) -> None:
        """Asks every child to end, and ends those that do not within the time of grace."""
        for child in children.values():
            child.terminate()
        deadline = time.monotonic() + GRACE_SECONDS
        for child in children.values():
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()

    def end(self, *args: Any) -> None:
        self.ending = True
