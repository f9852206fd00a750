"""What was written before the chain gets its numbers and hashes, and the ledger is closed again."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from fund import actions
from fund.models import Fund, Transaction
from tests import factories as make

BEFORE = [("fund", "0002_append_only")]


def migrate(targets):
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    return executor.loader.project_state(targets).apps


@pytest.mark.django_db(transaction=True)
def test_rows_from_before_the_chain_are_numbered_and_chained():
    project = make.ProjectFactory()
    latest = [key for key in MigrationExecutor(connection).loader.graph.leaf_nodes() if key[0] == "fund"]
    old = migrate(BEFORE)
    fund = old.get_model("fund", "Fund").objects.create(project_id=project.pk, allocated=5000, available=5000)
    row = old.get_model("fund", "Transaction").objects.create(
        fund=fund, kind="allocation", label="Dotation", happened_on=dt.date(2026, 1, 5), key="dotation"
    )
    entries = old.get_model("fund", "Entry").objects
    entries.create(transaction=row, account="source", amount=-5000)
    entries.create(transaction=row, account="available", amount=5000)

    migrate(latest)

    assert list(Transaction.objects.values_list("number", flat=True)) == [1]
    assert Fund.objects.get().written == 1
    assert actions.check_ledger().differences == []
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE fund_entry SET amount = 0.01")
