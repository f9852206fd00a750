"""Numbers of a morning. Guests are counted here and in no figure of the cohort."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from .enums import FunderKind
from .models import FundingDay


@dataclass(frozen=True)
class Turnout:
    """Who comes to a morning: `funders` are organisations, `bearers` people, `guests` those of them who carry no project
    of the cohort; `kinds` counts the organisations by kind, in the order of the choices, kinds that do not come left
    out."""

    funders: int
    bearers: int
    guests: int
    kinds: tuple[tuple[str, int], ...]


def turnout(day: FundingDay) -> Turnout:
    """Who comes to one morning."""
    counted = dict(day.funders.order_by().values_list("kind").annotate(Count("pk")))
    kinds = tuple((kind.value, counted[kind.value]) for kind in FunderKind if kind.value in counted)
    ours = day.bearers.filter(project__cohort=day.cohort_id).count()
    bearers = day.bearers.count()
    return Turnout(sum(number for _, number in kinds), bearers, bearers - ours, kinds)


def turnouts(days: Iterable[FundingDay]) -> dict[int, tuple[int, int]]:
    """Organisations and bearers of several mornings, by the morning's key."""
    rows = FundingDay.objects.filter(pk__in=[day.pk for day in days]).order_by("pk")
    counted = rows.annotate(funder_count=Count("funders", distinct=True), bearer_count=Count("bearers", distinct=True))
    return {row.pk: (row.funder_count, row.bearer_count) for row in counted}
