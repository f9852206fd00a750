"""Loads the demonstration: the 2021 edition from the facts, and the 2022 edition with an open call."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from desk.demonstration import DemonstrationRefused, load


class Command(BaseCommand):
    help = "Loads the demonstration; does nothing when it is there already."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--reset", action="store_true", help="empty the whole database first")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = load(reset=options["reset"])
        except DemonstrationRefused:
            raise CommandError(
                "This database holds accounts that are not the demonstration's. Nothing was changed."
            ) from None
        self.stdout.write("The demonstration is loaded." if loaded else "The demonstration was there already.")
