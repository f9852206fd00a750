"""The agenda's background work."""

from datetime import timedelta

from core.jobs import Progress, job


@job("agenda.renew_lines", every=timedelta(hours=1))
def renew_lines(progress: Progress) -> None:
    """Invites to the sessions to come those who have joined since they were planned, and no more those who left."""
    from .actions import renew_lines_ahead

    renew_lines_ahead()
