import datetime as dt

import factory

from funding_day.enums import FunderKind
from funding_day.models import Bearer, Funder, FundingDay, PlanRun, Visitor, Wish
from tests.factories.agenda import SessionFactory, VenueFactory


class FundingDayFactory(factory.django.DjangoModelFactory):
    """A morning and its session, published; `starts_at`, `ends_at` and `place` are the session's."""

    class Meta:
        model = FundingDay

    class Params:
        starts_at = dt.datetime(2026, 9, 24, 7, 0, tzinfo=dt.UTC)
        ends_at = factory.LazyAttribute(lambda day: day.starts_at + dt.timedelta(hours=3, minutes=30))
        place = ""

    slug = factory.Sequence(lambda n: f"matinee-{n}")
    cohort = factory.SubFactory("tests.factories.cohorts.CohortFactory")
    session = factory.LazyAttribute(
        lambda day: SessionFactory(
            cohort=day.cohort,
            form="morning",
            state="published",
            axis=None,
            starts_at=day.starts_at,
            ends_at=day.ends_at,
            venue=VenueFactory(name=day.place) if day.place else None,
        )
    )


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
