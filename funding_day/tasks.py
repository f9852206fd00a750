"""The morning's background work."""

from datetime import timedelta

from core.jobs import Progress, job


@job("funding_day.compute_plan", max_attempts=3)
def compute_plan(progress: Progress, run: int) -> None:
    """Computes and stores one plan. Doing it twice stores one."""
    from django.utils import translation

    from . import actions
    from .models import PlanRun

    row = PlanRun.objects.select_related("job", "asked_by", "day__cohort", "day__session__venue").get(pk=run)
    with translation.override(row.asked_by.language if row.asked_by else "fr"):
        actions.compute(progress, row)


@job("funding_day.ask_follow_ups", every=timedelta(hours=12))
def ask_follow_ups(progress: Progress) -> None:
    """Asks the bearers of past mornings where they stand, at one, three, six and twelve months."""
    from . import actions

    actions.ask_follow_ups()
