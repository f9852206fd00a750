"""Starts what is due, without Redis: one round every second (with Redis, Celery's beat does it)."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections

from core.jobs import tick

ROUND_SECONDS = 2


class Command(BaseCommand):
    help = "Starts periodic duties (without Redis; with it, run Celery's beat)."

    def handle(self, *args: Any, **options: Any) -> None:
        ending = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: ending.set())
        while not ending.wait(ROUND_SECONDS):
            try:
                tick()
            except DatabaseError as failure:
                self.stderr.write(f"The database did not answer: {failure}")
                close_old_connections()
