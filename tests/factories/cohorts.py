import datetime as dt

import factory
from django.utils import timezone

from cohorts.enums import FundingRegime, Palette, RoundKind, Scope, SessionForm
from cohorts.models import (
    Axis,
    Cohort,
    ContentVersion,
    Criterion,
    CriterionLevel,
    Expert,
    Facilitation,
    GuidingObjective,
    Question,
    Round,
    ScaleLevel,
    SessionKind,
    Territory,
    Workstream,
)

START = dt.date(2026, 1, 5)
END = dt.date(2026, 12, 18)


def content(*, axes: int = 2, published: bool = True) -> ContentVersion:
    """A small version: per axis two individual and one collective question, and two criteria."""
    number = ContentVersion.objects.count() + 1
    version = ContentVersion.objects.create(number=number, digest=f"{number:064d}")
    for level in (1, 2, 3, 4):
        ScaleLevel.objects.create(version=version, level=level, label_fr=f"Niveau {level}", label_en=f"Level {level}")
    for n, palette in list(enumerate(Palette.values, start=1))[:axes]:
        axis = Axis.objects.create(
            version=version, slug=f"axe-{n}", position=n, palette=palette, icon="compass",
            title_fr=f"Axe {n}", title_en=f"Axis {n}", intention_fr=f"Intention {n}", intention_en=f"Intention {n}",
        )  # fmt: skip
        Workstream.objects.create(axis=axis, position=1, text_fr="Travailler", text_en="Work")
        GuidingObjective.objects.create(axis=axis, position=1, text_fr="Viser", text_en="Aim")
        for place, scope in enumerate((Scope.INDIVIDUAL, Scope.INDIVIDUAL, Scope.COLLECTIVE), start=1):
            Question.objects.create(
                axis=axis, slug=f"question-{n}-{place}", position=place, scope=scope,
                text_fr=f"Question {n}.{place} ?", text_en=f"Question {n}.{place}?",
            )  # fmt: skip
        for place in (1, 2):
            criterion = Criterion.objects.create(
                axis=axis, slug=f"critere-{n}-{place}", position=place,
                title_fr=f"Critère {n}.{place}", title_en=f"Criterion {n}.{place}",
            )  # fmt: skip
            for level in (1, 2, 3, 4):
                CriterionLevel.objects.create(
                    criterion=criterion, level=level, text_fr=f"Palier {level}", text_en=f"Step {level}"
                )
    if published:
        version.published_at = timezone.now()
        version.save(update_fields=["published_at"])
    return version


class TerritoryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Territory

    name = factory.Sequence(lambda n: f"Territoire {n}")


class CohortFactory(factory.django.DjangoModelFactory):
    """An edition under way in 2026, with a small published content and no project."""

    class Meta:
        model = Cohort

    slug = factory.Sequence(lambda n: f"cohorte-{n}")
    name = factory.Sequence(lambda n: f"Cohorte {n}")
    starts_on = START
    ends_on = END
    content = factory.LazyFunction(content)
    funding_regime = FundingRegime.ESF_2021_2027


class FacilitationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Facilitation

    cohort = factory.SubFactory(CohortFactory)
    user = factory.SubFactory("tests.factories.people.UserFactory", facilitator=True)


class RoundFactory(factory.django.DjangoModelFactory):
    """A round that is open for the whole of 2026."""

    class Meta:
        model = Round

    cohort = factory.SubFactory(CohortFactory)
    kind = RoundKind.ENTRY
    position = factory.Sequence(lambda n: n + 1)
    opens_on = START
    closes_on = END


class SessionKindFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SessionKind

    cohort = factory.SubFactory(CohortFactory)
    slug = factory.Sequence(lambda n: f"atelier-{n}")
    position = factory.Sequence(lambda n: n + 1)
    form = SessionForm.WORKSHOP
    name_fr = "Demi-journée, matin"
    name_en = "Half-day, morning"
    starts_at = dt.time(9)
    ends_at = dt.time(12, 30)


class ExpertFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Expert

    name = factory.Sequence(lambda n: f"Expert {n}")
