"""The background work of projects."""

from datetime import timedelta

from core.jobs import Progress, job


@job("projects.send_action_reminders", every=timedelta(minutes=5))
def send_action_reminders(progress: Progress) -> None:
    """Reminds those who have something to do, at the instants that the pages show."""
    from .actions import send_action_reminders

    send_action_reminders()
