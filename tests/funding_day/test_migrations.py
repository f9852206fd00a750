"""A morning from before the agenda held it gets its session, and everybody's hours stay what they were."""

import datetime as dt

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from funding_day.models import FundingDay
from tests import factories as make

BEFORE = [("funding_day", "0004_who_meets_whom")]
NINE = dt.datetime(2026, 9, 24, 7, 0, tzinfo=dt.UTC)


def migrate(targets):
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    return executor.loader.project_state(targets).apps


def minutes(number):
    return NINE + dt.timedelta(minutes=number)


@pytest.mark.django_db(transaction=True)
def test_a_morning_gets_its_session_and_goes_back():
    cohort = make.CohortFactory()
    latest = [key for key in MigrationExecutor(connection).loader.graph.leaf_nodes() if key[0] == "funding_day"]
    old = migrate(BEFORE)
    row = old.get_model("funding_day", "FundingDay").objects.create(
        slug="avant", cohort_id=cohort.pk, starts_at=NINE, ends_at=minutes(210), place="Halle", rounds_from=minutes(30),
        rounds_until=minutes(195),
    )  # fmt: skip
    old.get_model("funding_day", "Pause").objects.create(day=row, starts_at=minutes(90), ends_at=minutes(105))
    funder = old.get_model("funding_day", "Funder").objects.create(day=row, organisation="Banque", kind="bank")
    old.get_model("funding_day", "Visitor").objects.create(funder=funder, name="Ada", here_from=minutes(75))

    migrate(latest)

    day = FundingDay.objects.get()
    pause = day.pauses.get()
    assert (day.session.form, day.starts_at, day.place) == ("morning", NINE, "Halle")
    assert (day.first_round_at, day.last_round_ends_at) == (minutes(30), minutes(195))
    assert (pause.starts_at, pause.ends_at) == (minutes(90), minutes(105))
    assert day.funders.get().visitors.get().here_from == dt.time(10, 15)

    back = migrate(BEFORE).get_model("funding_day", "FundingDay").objects.get()
    assert (back.starts_at, back.rounds_from, back.place) == (NINE, minutes(30), "Halle")
    assert back.funders.get().visitors.get().here_from == minutes(75)
    migrate(latest)
