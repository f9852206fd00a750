"""The editions' background work."""

from datetime import timedelta

from core.jobs import Progress, job


@job("cohorts.close_rounds", every=timedelta(minutes=15))
def close_rounds(progress: Progress) -> None:
    """Freezes the rounds whose last day is past; between midnight and this, the actions refuse by the date alone."""
    from .actions import close_rounds_over

    close_rounds_over()
