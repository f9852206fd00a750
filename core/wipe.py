"""Empties the whole database, the append-only and frozen tables included. For the demonstration's reset and the tests."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connection, transaction


@contextmanager
def guards_lifted() -> Iterator[None]:
    """SQLite deletes row by row, which the guarding triggers refuse: they are taken away and put back as they were.

    PostgreSQL truncates, which no row trigger sees.
    """
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _sql in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            there = {name for (name,) in cursor.fetchall()}
            for name, sql in triggers:
                if name not in there:
                    cursor.execute(sql)


def wipe() -> None:
    """Deletes every row of every table. There is no way back."""
    with transaction.atomic(), guards_lifted():
        connection.check_constraints()  # PostgreSQL truncates no table that still has a check waiting for the commit
        call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=True)
