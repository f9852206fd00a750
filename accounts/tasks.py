"""Background work about people."""

from datetime import timedelta

from core.jobs import Progress, job


@job("accounts.send_summaries", every=timedelta(minutes=10))
def send_summaries(progress: Progress) -> None:
    """Sends the daily and weekly summaries that are due."""
    from .actions import send_summaries

    send_summaries()
