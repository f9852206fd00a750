"""The ground's own background work."""

from datetime import timedelta

from .jobs import Progress, job


@job("core.send_mail", max_attempts=12)
def send_mail(progress: Progress, mail: int) -> None:
    """Sends one row of the outbox; a mail server that is away is tried again for about half an hour. An address that
    the server refuses for good is not: the mail has failed, and says so."""
    from smtplib import SMTPRecipientsRefused

    from .enums import MailState
    from .models import OutboxMail
    from .outbox import deliver

    row = OutboxMail.objects.get(pk=mail)
    try:
        deliver(row)
    except Exception as failure:
        waiting = OutboxMail.objects.filter(pk=mail, state=MailState.WAITING)
        waiting.update(leaving_at=None, error=f"{type(failure).__name__}: {failure}"[:300], attempts=row.attempts + 1)
        if isinstance(failure, SMTPRecipientsRefused) and all(code >= 500 for code, _ in failure.recipients.values()):
            waiting.update(state=MailState.FAILED)
        else:
            raise


@job("core.send_waiting_mail", every=timedelta(minutes=30))
def send_waiting_mail(progress: Progress) -> None:
    """Tries again what a mail server did not take while its job was patient; after three days the mail has failed."""
    from django.utils import timezone

    from .enums import MailState
    from .models import OutboxMail
    from .outbox import queue

    waiting = OutboxMail.objects.filter(state=MailState.WAITING)
    too_old = waiting.filter(waiting_since__lt=timezone.now() - timedelta(days=3))
    too_old.filter(secret=True).update(state=MailState.FAILED, text="", html="")
    too_old.update(state=MailState.FAILED)
    for pk in waiting.values_list("pk", flat=True):
        queue(pk)


@job("core.clean_up", every=timedelta(hours=24))
def clean_up(progress: Progress) -> None:
    """Removes what nobody needs: ended sessions, bytes that no row names, and the ground's own finished jobs
    after ninety days."""
    from django.core.management import call_command
    from django.utils import timezone

    from .files import sweep
    from .models import Job

    call_command("clearsessions")
    sweep()
    Job.objects.filter(name__startswith="core.", finished_at__lt=timezone.now() - timedelta(days=90)).delete()
