"""Numbers of a morning. Guests are counted here and in no figure of the cohort."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q

from .enums import FunderKind, Level, Result, Standing
from .models import FundingDay
from .morning import Morning
from .planner import Meeting


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
    counted = dict(day.funders.expected().order_by().values_list("kind").annotate(Count("pk")))
    kinds = tuple((kind.value, counted[kind.value]) for kind in FunderKind if kind.value in counted)
    ours = day.bearers.expected().filter(project__cohort=day.cohort_id).count()
    bearers = day.bearers.expected().count()
    return Turnout(sum(number for _, number in kinds), bearers, bearers - ours, kinds)


def turnouts(days: Iterable[FundingDay]) -> dict[int, tuple[int, int]]:
    """Organisations and bearers of several mornings, by the morning's key."""
    rows = FundingDay.objects.filter(pk__in=[day.pk for day in days]).order_by("pk")
    counted = rows.annotate(
        funder_count=Count("funders", distinct=True, filter=Q(funders__standing=Standing.EXPECTED)),
        bearer_count=Count("bearers", distinct=True, filter=Q(bearers__standing=Standing.EXPECTED)),
    )
    return {row.pk: (row.funder_count, row.bearer_count) for row in counted}


@dataclass(frozen=True)
class Reached:
    """What a plan gives of what was wished. `musts` are the pairs that one side at least must meet, those refused by
    the other side included; `wishes` those that one side at least wishes, musts too, and nobody refuses; `…_met` are those
    that meet."""

    musts: int
    musts_met: int
    wishes: int
    wishes_met: int
    least: int
    most: int

    @property
    def share(self) -> float | None:
        return self.wishes_met / self.wishes if self.wishes else None


def reached(morning: Morning, meetings: Collection[Meeting]) -> Reached:
    """Counts the wishes that meetings fulfil, and how many meetings a project has at least and at most."""
    held = {meeting.pair for meeting in meetings}
    wanted = morning.wanted
    musts = morning.pairs(Level.MUST)
    each = [sum(meeting.bearer == guest.key for meeting in meetings) for guest in morning.problem.bearers] or [0]
    return Reached(len(musts), len(musts & held), len(wanted), len(wanted & held), min(each), max(each))


@dataclass(frozen=True)
class Money:
    """What a morning brought, by what people said: sums of the amounts asked for and obtained, and how many requests were
    made, met and refused. A request whose amount was not said counts among the requests and adds nothing to the sum."""

    asked: Decimal
    obtained: Decimal
    requests: int
    met: int
    refused: int


def raised(day: FundingDay) -> Money:
    """Sums over the rows of « funds raised », whoever said them."""
    rows = list(day.raised.order_by("pk"))
    return Money(
        sum((row.asked for row in rows if row.asked is not None), Decimal()),
        sum((row.obtained for row in rows if row.obtained is not None), Decimal()),
        len(rows),
        sum(row.result == Result.OBTAINED for row in rows),
        sum(row.result == Result.REFUSED for row in rows),
    )
