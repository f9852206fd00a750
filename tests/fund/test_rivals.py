"""Several processes commit at once against one fund, on the database that the tests run on."""

import contextlib
import datetime as dt
import os
import sqlite3
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from fund import actions, figures
from fund.models import Entry
from tests import factories as make

ROOT = Path(__file__).resolve().parents[2]

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]


def postgres_address():
    known = connection.settings_dict
    who = f"{quote(known['USER'])}:{quote(known['PASSWORD'])}"
    return f"postgres://{who}@:{known['PORT'] or 5432}/{quote(known['NAME'])}?host={quote(known['HOST'], safe='')}"


@contextlib.contextmanager
def shared_database(folder):
    """The address under which other processes reach our rows: a SQLite database in memory goes to a file and comes
    back from it."""
    if connection.vendor == "postgresql":
        yield postgres_address()
        return
    file = folder / "rivals.sqlite3"
    with contextlib.closing(sqlite3.connect(file)) as copy:
        connection.connection.backup(copy)
    yield f"sqlite:///{file}"
    with contextlib.closing(sqlite3.connect(file)) as copy:
        copy.backup(connection.connection)


def start(address, *words):
    return subprocess.Popen(
        [sys.executable, "-m", "tests.fund.rival", *words],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "atis_platform.settings.test"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_processes_that_commit_at_once_never_overdraw(tmp_path):
    project = make.ProjectFactory(slug="dispute")
    facts = {"happened_on": dt.date(2026, 1, 5), "label": "Dotation", "key": "dotation"}
    actions.allocate(actor=None, project=project, amount=Decimal(5000), **facts)

    with shared_database(tmp_path) as address:
        rivals = [start(address, "dispute", name, "40", "70.10") for name in ("un", "deux", "trois")]
        assert [rival.stdout.readline() for rival in rivals] == ["ready\n"] * 3
        for rival in rivals:
            rival.stdin.write("go\n")
            rival.stdin.flush()
        fitted = [int(rival.communicate(timeout=120)[0]) for rival in rivals]

    assert [rival.returncode for rival in rivals] == [0, 0, 0]
    assert sum(fitted) == 71  # of 120 attempts: 71 × 70,10 = 4 977,10
    balance = figures.balance(project)
    assert (balance.available, balance.committed) == (Decimal("22.90"), Decimal("4977.10"))
    assert Entry.objects.count() == 2 + 2 * 71
