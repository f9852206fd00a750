"""Figures about requests."""

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Sum

from fund.enums import RequestState
from fund.models import FundRequest
from projects.models import Project

ZERO = Decimal("0.00")


def approvals_needed(request: FundRequest, amount: Decimal) -> int:
    """Two above the edition's threshold, one up to it or without a threshold."""
    above = request.project.cohort.second_approval_above
    return 2 if above is not None and amount > above else 1


def asked(projects: Iterable[Project]) -> dict[int, Decimal]:
    """What waits for a decision in each project, in euros: part of what is still available."""
    rows = FundRequest.objects.filter(project__in=projects, state=RequestState.ASKED)
    return dict(rows.order_by().values_list("project").annotate(total=Sum("requested")))
