import datetime as dt
from decimal import Decimal

import pytest

from fund import actions, figures
from fund.figures import Balance
from tests import factories as make


def move(action, project, amount, key, day=2, **more):
    facts = {"actor": None, "happened_on": dt.date(2026, 3, day), "label": key, "key": key} | more
    return action(project=project, amount=Decimal(amount), **facts)


@pytest.fixture
def project(db):
    project = make.ProjectFactory()
    move(actions.allocate, project, 5000, "dotation", day=1)
    move(actions.commit, project, 1800, "architecte", day=3)
    move(actions.pay, project, 1800, "facture", day=20)
    move(actions.commit, project, 1400, "juriste", day=18)
    return project


def test_the_statement_reads_newest_first_with_the_balance_after_each_line(project):
    lines = figures.statement(project)

    assert [(line.transaction.label, line.amount, line.moved, line.balance) for line in lines] == [
        ("facture", 1800, 0, 1800),
        ("juriste", 1400, -1400, 1800),
        ("architecte", 1800, -1800, 3200),
        ("dotation", 5000, 5000, 5000),
    ]
    assert lines[0].balance == figures.balance(project).available


def test_the_statement_takes_two_queries(project, django_assert_num_queries):
    with django_assert_num_queries(2):
        figures.statement(project)


def test_balances_of_several_projects_and_their_sum(project, django_assert_num_queries):
    other, without = make.ProjectFactory(), make.ProjectFactory()
    move(actions.allocate, other, "5000.01", "autre")

    with django_assert_num_queries(1):
        found = figures.balances([project, other, without])

    assert found == {
        project.pk: Balance(Decimal(5000), Decimal(1800), Decimal(1400), Decimal(1800)),
        other.pk: Balance(Decimal("5000.01"), Decimal("5000.01"), Decimal(0), Decimal(0)),
    }
    assert figures.total(found.values()).allocated == Decimal("10000.01")
    assert figures.balance(without) is None
    assert figures.total([]) == Balance()
