"""The morning's background work."""

from core.jobs import Progress, job


@job("funding_day.compute_plan", max_attempts=3)
def compute_plan(progress: Progress, run: int) -> None:
    """Computes and stores one plan. Doing it twice stores one."""
    from django.utils import translation

    from . import actions
    from .models import PlanRun

    row = PlanRun.objects.select_related("job", "asked_by", "day__cohort").get(pk=run)
    with translation.override(row.asked_by.language if row.asked_by else "fr"):
        actions.compute(progress, row)
