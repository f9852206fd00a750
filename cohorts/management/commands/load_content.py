"""Loads the programme's content; a file that has not changed changes nothing."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cohorts.actions import load_content
from cohorts.content_files import FOLDER, ContentError


class Command(BaseCommand):
    help = "Loads programme.fr.yaml and programme.en.yaml into a published version, unless one holds them already."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=FOLDER, help="where both files are")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            version = load_content(folder=options["folder"])
        except (ContentError, OSError) as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"The content is version {version.number}, published on {version.published_at:%Y-%m-%d}.")
