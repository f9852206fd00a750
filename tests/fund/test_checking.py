"""Reading the ledger again finds whatever was changed behind the application's back."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from core.jobs import enqueue, execute
from core.wipe import guards_lifted
from fund import actions, queries
from fund.models import Fund, LedgerCheck, Transaction
from tests import factories as make


def facts(key, **more):
    return {"actor": None, "happened_on": dt.date(2026, 3, 2), "label": key, "key": key} | more


@pytest.fixture
def project(db):
    project = make.ProjectFactory(name="Passerelles")
    actions.allocate(**facts("dotation", project=project, amount=Decimal(5000)))
    wrong = actions.commit(**facts("erreur", project=project, amount=Decimal("1400.10")))
    actions.reverse(**facts("correction", transaction=wrong))
    actions.commit(**facts("mission", project=project, amount=Decimal(600)))
    actions.pay(**facts("facture", project=project, amount=Decimal(500)))
    actions.release(**facts("reste", project=project, amount=Decimal(100)))
    actions.give_back(**facts("fin", project=project, amount=Decimal(4500)))
    return project


def tamper(sql, *values):
    """What somebody with the database's own password may do."""
    with guards_lifted(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql, values)
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = origin")


def test_a_ledger_that_agrees_is_said_to(project):
    check = actions.check_ledger()

    assert (check.funds, check.transactions, check.differences) == (1, 7, [])
    assert queries.latest_check() == check
    assert queries.differences(check) == []


def test_transactions_are_numbered_and_chained(project):
    rows = list(Transaction.objects.order_by("pk"))

    assert [row.number for row in rows] == [1, 2, 3, 4, 5, 6, 7]
    assert len({row.hash for row in rows}) == 7
    fund = Fund.objects.get()
    assert (fund.written, fund.head) == (7, rows[-1].hash)


@pytest.mark.parametrize(
    ("sql", "values", "faults"),
    [
        ("UPDATE fund_fund SET available = available + 1, allocated = allocated + 1", (), [(None, "balance")]),
        ("UPDATE fund_transaction SET label = 'autre' WHERE number = 2", (), [(2, "hash")]),
        ("UPDATE fund_entry SET amount = amount * 2 WHERE transaction_id = {4}", (), [(4, "hash"), (None, "balance")]),
        (
            "UPDATE fund_entry SET amount = 601 WHERE amount = 600",
            (),
            [(4, "sum"), (4, "hash"), (None, "balance")],
        ),
        (
            "UPDATE fund_entry SET amount = amount * 2 WHERE transaction_id = {3}",
            (),
            [(3, "reversal"), (3, "hash"), (None, "balance")],
        ),
    ],
)
def test_what_was_changed_is_found_and_named(project, sql, values, faults):
    by_number = dict(Transaction.objects.order_by("pk").values_list("number", "pk"))
    for number, pk in by_number.items():
        sql = sql.replace(f"{{{number}}}", str(pk))
    tamper(sql, *values)

    check = actions.check_ledger()

    assert [(row["number"], row["what"]) for row in check.differences] == faults
    assert {row["project"] for row in check.differences} == {project.pk}


def test_a_transaction_taken_away_is_found(project):
    pk = Transaction.objects.get(number=5).pk
    tamper("DELETE FROM fund_entry WHERE transaction_id = %s", pk)
    tamper("DELETE FROM fund_transaction WHERE id = %s", pk)

    found = [(row["number"], row["what"]) for row in actions.check_ledger().differences]

    assert found == [(6, "number"), (6, "hash"), (7, "number"), (None, "balance")]


def test_the_command_says_what_differs_and_where(project, capsys):
    call_command("check_ledger")
    assert "1 funds, 7 transactions.\nEverything agrees." in capsys.readouterr().out

    tamper("UPDATE fund_transaction SET label = 'autre' WHERE number = 2")
    with pytest.raises(CommandError, match="1 differences"):
        call_command("check_ledger")

    assert "Passerelles, écriture n° 2" in capsys.readouterr().err


def test_the_night_reads_the_ledger(project):
    execute(enqueue("fund.check_ledger").pk)

    assert LedgerCheck.objects.get().transactions == 7


def test_differences_are_told_for_the_projects_asked_for(project):
    tamper("UPDATE fund_transaction SET label = 'autre' WHERE number = 2")
    check = actions.check_ledger()

    assert [row.sentence for row in queries.differences(check, [project])] == [
        "Passerelles, écriture n° 2\u00a0: l’écriture diffère de ce qui a été écrit."
    ]
    assert queries.differences(check, [make.ProjectFactory()]) == []
    assert queries.differences(None) == []
