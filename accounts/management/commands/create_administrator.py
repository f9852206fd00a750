"""Makes the first administrator of an installation, who then invites everybody else."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from accounts.actions import create_person
from accounts.enums import Role
from core.errors import Refused


class Command(BaseCommand):
    help = "Makes an administrator's account without a password: one signs in by the code that is mailed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            person = create_person(email=options["email"], name=options["name"], role=Role.ADMINISTRATOR)
        except Refused as refusal:
            raise CommandError(refusal.sentence) from refusal
        page = settings.SITE_URL + reverse("account_request_login_code")
        self.stdout.write(f"{person.email} is an administrator. Sign in by the code mailed from {page}, then set up")
        self.stdout.write("the second factor that the page asks for.")
