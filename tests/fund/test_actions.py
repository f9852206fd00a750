import datetime as dt
from decimal import Decimal
from itertools import count

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import Refused
from core.models import AppendOnlyError, TrailEntry
from fund import actions, figures
from fund.models import Entry, Fund, Transaction
from tests import factories as make

keys = (f"click-{n}" for n in count())


def facts(**more):
    return {"actor": None, "happened_on": dt.date(2026, 3, 2), "label": "Mouvement", "key": next(keys)} | more


@pytest.fixture
def project(db):
    return make.ProjectFactory()


@pytest.fixture
def funded(project):
    actions.allocate(**facts(project=project, amount=Decimal(5000), label="Dotation"))
    return project


def standing(project):
    balance = figures.balance(project)
    return (balance.allocated, balance.available, balance.committed, balance.paid)


def rows():
    return (Transaction.objects.count(), Entry.objects.count(), TrailEntry.objects.count())


def test_an_allocation_opens_the_fund(project):
    actor = make.UserFactory()

    row = actions.allocate(**facts(project=project, amount=Decimal("5000.00"), actor=actor))

    assert standing(project) == (5000, 5000, 0, 0)
    assert dict(row.entries.values_list("account", "amount")) == {"source": -5000, "available": 5000}
    entry = TrailEntry.objects.get()
    assert (entry.actor, entry.verb, entry.target_id) == (actor, "allocated", row.pk)


def test_a_commitment_is_then_paid(funded):
    actions.commit(**facts(project=funded, amount=Decimal(1400)))
    assert standing(funded) == (5000, 3600, 1400, 0)

    actions.pay(**facts(project=funded, amount=Decimal("1399.99")))
    assert standing(funded) == (5000, 3600, Decimal("0.01"), Decimal("1399.99"))


def test_the_same_key_twice_is_one_movement(funded):
    once = facts(project=funded, amount=Decimal(300))

    first = actions.commit(**once)
    before = rows()
    second = actions.commit(**once)

    assert second == first
    assert rows() == before
    assert standing(funded) == (5000, 4700, 300, 0)


@pytest.mark.parametrize("change", [{"amount": Decimal(301)}, {"project": None}])
def test_a_key_that_stands_for_something_else_is_refused(funded, change):
    once = facts(project=funded, amount=Decimal(300))
    actions.commit(**once)
    if "project" in change:
        change = {"project": make.ProjectFactory()}
        actions.allocate(**facts(project=change["project"], amount=Decimal(5000)))

    with pytest.raises(Refused, match="autre mouvement"):
        actions.commit(**once | change)


def test_a_commitment_above_the_balance_is_refused_with_the_balance(funded):
    actions.commit(**facts(project=funded, amount=Decimal(3200)))
    before = rows()

    with pytest.raises(Refused) as refusal:
        actions.commit(**facts(project=funded, amount=Decimal("1800.01")))

    assert "1\u202f800,00\u00a0€" in refusal.value.sentence
    assert refusal.value.link == f"/projects/{funded.slug}/fund/"
    assert rows() == before
    assert standing(funded) == (5000, 1800, 3200, 0)


def test_a_payment_above_what_was_committed_is_refused(funded):
    actions.commit(**facts(project=funded, amount=Decimal(100)))

    with pytest.raises(Refused, match="100,00"):
        actions.pay(**facts(project=funded, amount=Decimal(101)))


def test_what_a_mission_did_not_cost_is_available_again(funded):
    actions.commit(**facts(project=funded, amount=Decimal(1400)))
    actions.release(**facts(project=funded, amount=Decimal("400.50")))

    assert standing(funded) == (5000, Decimal("4000.50"), Decimal("999.50"), 0)
    with pytest.raises(Refused, match="999,50"):
        actions.release(**facts(project=funded, amount=Decimal(1000)))


def test_what_nobody_will_spend_goes_back_to_the_source(funded):
    actions.commit(**facts(project=funded, amount=Decimal(1400)))
    row = actions.give_back(**facts(project=funded, amount=Decimal(3600)))

    assert standing(funded) == (1400, 0, 1400, 0)
    assert figures.balance(funded).released == 3600
    assert dict(row.entries.values_list("account", "amount")) == {"available": -3600, "released": 3600}
    with pytest.raises(Refused):
        actions.give_back(**facts(project=funded, amount=Decimal("0.01")))
    actions.reverse(**facts(transaction=row))
    assert standing(funded) == (5000, 3600, 1400, 0)


def test_without_a_fund_nothing_is_committed(project):
    with pytest.raises(Refused):
        actions.commit(**facts(project=project, amount=Decimal(1)))


@pytest.mark.parametrize("amount", ["0", "-1", "10.001", "1e400", "NaN", "Infinity", "10000000000"])
@pytest.mark.parametrize("action", [actions.allocate, actions.commit, actions.pay, actions.release, actions.give_back])
def test_an_impossible_amount_is_refused_in_words(funded, action, amount):
    before = rows()

    with pytest.raises(Refused) as refusal:
        action(**facts(project=funded, amount=Decimal(amount)))

    assert refusal.value.field == "amount"
    assert rows() == before


@pytest.mark.parametrize("label", ["", "x" * 201])
def test_a_movement_says_what_it_is(funded, label):
    with pytest.raises(ValidationError):
        actions.commit(**facts(project=funded, amount=Decimal(1), label=label))

    assert standing(funded) == (5000, 5000, 0, 0)


def test_a_mistake_is_corrected_by_the_opposite_entries(funded):
    wrong = actions.commit(**facts(project=funded, amount=Decimal(1400)))
    once = facts(transaction=wrong)

    reversal = actions.reverse(**once)

    assert reversal.reverses == wrong
    assert dict(reversal.entries.values_list("account", "amount")) == {"available": 1400, "committed": -1400}
    assert standing(funded) == (5000, 5000, 0, 0)
    assert actions.reverse(**once) == reversal


def test_a_movement_is_reversed_once_and_a_reversal_never(funded):
    wrong = actions.commit(**facts(project=funded, amount=Decimal(1400)))
    reversal = actions.reverse(**facts(transaction=wrong))

    for row in (wrong, reversal):
        with pytest.raises(Refused):
            actions.reverse(**facts(transaction=row))


def test_money_that_has_moved_on_is_not_reversed(funded):
    allocation = Transaction.objects.get(kind="allocation")
    commitment = actions.commit(**facts(project=funded, amount=Decimal(5000)))
    actions.pay(**facts(project=funded, amount=Decimal(5000)))

    for row in (allocation, commitment):
        with pytest.raises(Refused):
            actions.reverse(**facts(transaction=row))


def test_an_allocation_by_mistake_can_be_taken_back(funded):
    actions.reverse(**facts(transaction=Transaction.objects.get()))

    assert standing(funded) == (0, 0, 0, 0)


@pytest.mark.parametrize("model", [Transaction, Entry])
def test_the_manager_refuses_to_change_or_delete(funded, model):
    with pytest.raises(AppendOnlyError):
        model.objects.all().delete()
    with pytest.raises(AppendOnlyError):
        model.objects.update(pk=1)


@pytest.mark.parametrize("table", ["fund_transaction", "fund_entry"])
@pytest.mark.parametrize("sql", ["DELETE FROM {}", "UPDATE {} SET id = id + 1000"])
def test_the_database_refuses_to_change_or_delete(funded, table, sql):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.format(table))

    assert rows()[:2] == (1, 2)


@pytest.mark.parametrize("change", [{"available": -1}, {"available": 4999}, {"committed": -1, "available": 5001}])
def test_the_database_refuses_a_balance_that_does_not_add_up(funded, change):
    with pytest.raises(DatabaseError), transaction.atomic():
        Fund.objects.update(**change)


amounts = st.decimals(min_value="0.01", max_value="900", places=2)
kinds = st.sampled_from(["commit", "pay", "release", "give_back", "reverse"])
steps = st.lists(st.tuples(kinds, amounts), max_size=12)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(allocated=amounts, steps=steps)
def test_available_committed_and_paid_always_make_the_allocation(db, allocated, steps):
    project = make.ProjectFactory()
    done = [actions.allocate(**facts(project=project, amount=allocated))]
    for name, amount in steps:
        before = standing(project)
        try:
            if name == "reverse":
                done.append(actions.reverse(**facts(transaction=done[int(amount * 100) % len(done)])))
            else:
                done.append(getattr(actions, name)(**facts(project=project, amount=amount)))
        except Refused:
            assert standing(project) == before

        total, available, committed, paid = standing(project)
        assert available + committed + paid == total
        assert min(available, committed, paid) >= 0
        entries = Entry.objects.filter(transaction__fund__project=project).values_list("account", "amount")
        assert sum(amount for _, amount in entries) == 0
        assert sum(amount for account, amount in entries if account == "available") == available
    assert actions.check_ledger().differences == []
