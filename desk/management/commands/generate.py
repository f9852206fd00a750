"""Adds synthetic editions shaped like that of 2021, to measure the house full."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser


class Command(BaseCommand):
    help = "Adds N synthetic editions shaped like 2021, all marked as examples."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--cohorts", type=int, required=True, metavar="N")
        parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same editions")

    def handle(self, *args: Any, **options: Any) -> None:
        from desk.generation import generate, totals

        if options["cohorts"] < 1:
            raise CommandError("--cohorts takes a number from 1 on.")
        begun = time.perf_counter()
        rows = generate(options["cohorts"], options["seed"])
        seconds = time.perf_counter() - begun
        self.stdout.write(
            f"{options['cohorts']} editions, {rows} rows in {seconds:.1f} s ({rows / seconds:.0f} rows a second)."
        )
        self.stdout.write("Now: " + ", ".join(f"{count} {name}" for name, count in totals().items()) + ".")
