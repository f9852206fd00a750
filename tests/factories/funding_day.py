import datetime as dt

import factory

from funding_day.enums import FunderKind
from funding_day.models import Bearer, Funder, FundingDay, PlanRun, Visitor, Wish


class FundingDayFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FundingDay

    slug = factory.Sequence(lambda n: f"matinee-{n}")
    cohort = factory.SubFactory("tests.factories.cohorts.CohortFactory")
    starts_at = dt.datetime(2026, 9, 24, 7, 0, tzinfo=dt.UTC)
    ends_at = dt.datetime(2026, 9, 24, 10, 30, tzinfo=dt.UTC)


class FunderFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Funder

    day = factory.SubFactory(FundingDayFactory)
    organisation = factory.Sequence(lambda n: f"Financeur {n}")
    kind = FunderKind.BANK


class BearerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Bearer

    day = factory.SubFactory(FundingDayFactory)
    name = factory.Sequence(lambda n: f"Porteuse {n}")


class VisitorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Visitor

    name = factory.Sequence(lambda n: f"Personne {n}")


class WishFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Wish

    side = "funder"
    level = "must"


class PlanRunFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PlanRun

    day = factory.SubFactory(FundingDayFactory)
    job = factory.SubFactory("tests.factories.reports.JobFactory")
