"""The agenda's background work."""

from datetime import timedelta

from core.jobs import Progress, job


@job("agenda.renew_lines", every=timedelta(hours=1))
def renew_lines(progress: Progress) -> None:
    """Invites to the sessions to come those who have joined since they were planned, and no more those who left."""
    from .actions import renew_lines_ahead

    renew_lines_ahead()


@job("agenda.tell_changes", every=timedelta(minutes=1))
def tell_changes(progress: Progress) -> None:
    """Writes to the people invited about what changed of published sessions, once the calendar has come to rest."""
    from .actions import tell_due

    tell_due()


@job("agenda.send_reminders", every=timedelta(minutes=5))
def send_reminders(progress: Progress) -> None:
    """Reminds those who have not answered, at the instants that the pages show."""
    from .actions import send_reminders

    send_reminders()
