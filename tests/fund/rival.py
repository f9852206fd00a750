"""A process of its own that commits as often as it can: python rival.py PROJECT NAME ATTEMPTS AMOUNT."""

import datetime as dt
import sys
from decimal import Decimal

import django

django.setup()

from core.errors import Refused  # noqa: E402
from fund import actions  # noqa: E402
from projects.models import Project  # noqa: E402


def main() -> None:
    slug, name, attempts, amount = sys.argv[1:]
    project = Project.objects.get(slug=slug)
    print("ready", flush=True)
    sys.stdin.readline()
    done = 0
    for number in range(int(attempts)):
        try:
            actions.commit(
                actor=None,
                project=project,
                amount=Decimal(amount),
                happened_on=dt.date(2026, 3, 2),
                label=f"{name} {number}",
                key=f"{name}-{number}",
            )
        except Refused:
            continue
        done += 1
    print(done)


if __name__ == "__main__":
    main()
