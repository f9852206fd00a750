"""The roof's background work."""

from datetime import timedelta

from core.jobs import Progress, job


@job("desk.send_weeks", every=timedelta(minutes=15))
def send_weeks(progress: Progress) -> None:
    """Sends the week ahead to those who asked for it."""
    from .week import send_weeks

    send_weeks()
