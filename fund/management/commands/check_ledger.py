"""Reads the whole ledger again and says what it found; ends with 1 when something differs."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Recomputes every fund from its entries and follows the chain of hashes; ends with 1 on a difference."

    def handle(self, *args: Any, **options: Any) -> None:
        from fund.actions import check_ledger
        from fund.queries import differences

        check = check_ledger()
        self.stdout.write(f"{check.funds} funds, {check.transactions} transactions.")
        found = differences(check)
        for difference in found:
            self.stderr.write(difference.sentence)
        if found:
            raise CommandError(f"{len(found)} differences.")
        self.stdout.write("Everything agrees.")
