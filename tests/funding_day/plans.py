"""A small morning that is planned: what the tests of the plan and of the doors start from."""

import datetime as dt

from core.links import new_token
from funding_day.actions import compute, start_run
from funding_day.models import Plan, Registration
from tests import factories as make


class Silent:
    """A progress that tells nobody."""

    def step(self, *_told):
        pass

    def beat(self):
        pass


def morning_of(cohort, funders=2, bearers=3, **settings):
    """A morning of rounds of fifteen minutes from 9:00 (UTC 7:00), with guests whose names sort."""
    start = dt.datetime(2026, 9, 24, 7, 0, tzinfo=dt.UTC)
    settings = {
        "tables": 4,
        "slot_minutes": 15,
        "buffer_minutes": 0,
        "ends_at": start + dt.timedelta(hours=1),
    } | settings
    day = make.FundingDayFactory(cohort=cohort, **settings)
    for number in range(funders):
        make.FunderFactory(day=day, organisation=f"Banque {number + 1}")
    for number in range(bearers):
        make.BearerFactory(day=day, name=f"Projet {number + 1}")
    return day


def computed(day, actor=None):
    """The next version, computed at once."""
    run = start_run(actor=actor, day=day)
    compute(Silent(), run)
    run.job.state = "done"
    run.job.save(update_fields=["state"])
    return Plan.objects.get(day=day, number=day.plans.count())


def planned(cohort, **settings):
    return computed(morning_of(cohort, **settings))


def typed_registration(day, **facts):
    """A registration that waits for its confirmation. Gives its secret."""
    token, digest = new_token()
    typed = {"organisation": "Banque d’ailleurs", "kind": "bank", "contact": "Camille Exemple"} | facts
    Registration.objects.create(
        day=day,
        side="funder",
        email="camille@example.org",
        data={"facts": typed, "people": [{"name": "Camille Exemple", "role": ""}]},
        digest=digest,
        expires_at=dt.datetime(2099, 1, 1, tzinfo=dt.UTC),
    )
    return token
