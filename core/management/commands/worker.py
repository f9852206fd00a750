"""Does background work without Redis: looks for waiting jobs, claims them and carries them out, one at a time."""

import signal
import time
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections

from core.jobs import beat, execute
from core.models import Job

SHORT, LONG = 0.05, 0.25  # seconds between two looks: quick after work, slower when idle
BEAT_EVERY = 10


class Command(BaseCommand):
    help = "Carries out background jobs (without Redis; with it, run Celery's worker)."

    def handle(self, *args: Any, **options: Any) -> None:
        self.ending = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.end)
        wait, beaten = SHORT, 0.0
        while not self.ending:
            try:
                if time.monotonic() - beaten > BEAT_EVERY:
                    beat("worker")
                    beaten = time.monotonic()
                wait = SHORT if self.one() else min(LONG, wait * 1.5)
            except DatabaseError as failure:
                self.stderr.write(f"The database did not answer: {failure}")
                close_old_connections()
                wait = 2
            time.sleep(wait)

    def one(self) -> bool:
        """Does the oldest job that is to be had; False when there is none."""
        pk = Job.objects.claimable().order_by("run_after", "pk").values_list("pk", flat=True).first()
        return pk is not None and execute(pk)

    def end(self, *args: Any) -> None:
        self.ending = True
