"""Rows of the ground: background jobs, heartbeats, the outbox, the trail and stored files."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from .enums import JobState, MailState, ReminderState, Verb
from .logs import without_secrets


class AppendOnlyError(Exception):
    """A row that tells what happened is never changed or deleted."""


class AppendOnlyQuerySet(models.QuerySet[Any]):
    """Rows are added and read; a mistake is told by another row."""

    def update(self, **kwargs: Any) -> int:
        raise AppendOnlyError(f"{self.model.__name__} rows are never changed.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise AppendOnlyError(f"{self.model.__name__} rows are never deleted.")

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        raise AppendOnlyError(f"{self.model.__name__} rows are never changed.")


class JobQuerySet(models.QuerySet["Job"]):
    def claimable(self) -> "JobQuerySet":
        """Waiting and due, or held by a worker that has not been heard of for the length of a lease."""
        now = timezone.now()
        lost = now - timedelta(seconds=settings.JOB_LEASE_SECONDS)
        return self.filter(
            Q(state=JobState.QUEUED, run_after__lte=now) | Q(state=JobState.RUNNING, heartbeat_at__lt=lost)
        )


class Job(models.Model):
    """A piece of background work. This row is the truth, whichever way the work is carried to a worker.

    `done` of `total` steps, `message` says what is being done; `error` is a sentence for people. `token` is the lease:
    a worker that does not hold it any more writes nothing.
    """

    name = models.CharField(max_length=100)
    payload = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    key = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=200, blank=True)
    error = models.CharField(max_length=500, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField(default=5)
    token = models.UUIDField(null=True, default=None)
    heartbeat_at = models.DateTimeField(null=True, default=None)
    run_after = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(default=timezone.now)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, default=None)

    objects = JobQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "run_after"], name="job_waiting")]
        constraints = [
            models.UniqueConstraint(
                fields=["key"],
                condition=~Q(key="") & Q(state__in=[JobState.QUEUED, JobState.RUNNING]),
                name="one_unfinished_job_per_key",
            ),
            models.CheckConstraint(condition=Q(done__lte=F("total")), name="job_done_within_total"),
        ]

    def __str__(self) -> str:
        return f"{self.name} #{self.pk} ({self.state})"

    @property
    def finished(self) -> bool:
        return self.state in {JobState.DONE, JobState.FAILED}

    @property
    def percent(self) -> int:
        """Whole per cent of the steps done, rounded down; 100 only when the work is done."""
        if self.state == JobState.DONE:
            return 100
        return min(99, self.done * 100 // self.total) if self.total else 0


class Heartbeat(models.Model):
    """When a part of the house was last heard of: `worker`, `scheduler`, and each periodic duty."""

    name = models.CharField(max_length=100, primary_key=True)
    beat_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.beat_at:%H:%M:%S}"


class OutboxMailQuerySet(models.QuerySet["OutboxMail"]):
    def visible_to(self, user: Any) -> "OutboxMailQuerySet":
        """To each their own, once more to be read; a secret mail (a code, an invitation) is read in the mailbox alone."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(person=user, secret=False).exclude(state__in=[MailState.HELD, MailState.DISCARDED])

    def held_up(self) -> "OutboxMailQuerySet":
        """What should have left by now and has not: refused for the time being, or waiting for five minutes."""
        return self.filter(
            Q(attempts__gt=0) | Q(waiting_since__lt=timezone.now() - timedelta(minutes=5)), state=MailState.WAITING
        )


class OutboxMail(models.Model):
    """A mail to be sent, written in the transaction that causes it and sent by a job.

    `parts` are its calendar files: [{"name", "type", "text"}], without a name another reading of the whole message.
    A secret mail (a sign-in code, a reset link) loses its text once sent, any other the secrets of its links.
    `person` is the account that has the address, who may read the mail again.
    """

    to = models.JSONField()
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, default=None, on_delete=models.SET_NULL, related_name="mails"
    )
    subject = models.CharField(max_length=300)
    from_email = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True)
    parts = models.JSONField(default=list)
    headers = models.JSONField(default=dict)
    secret = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=MailState, default=MailState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    leaving_at = models.DateTimeField(null=True, default=None)  # a worker has it in hand since then
    waiting_since = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, default=None)

    objects = OutboxMailQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["person", "created_at"], name="mail_of_person"),
            models.Index(fields=["waiting_since"], name="mail_waiting", condition=Q(state=MailState.WAITING)),
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {', '.join(self.to)}"

    def get_absolute_url(self) -> str:
        return reverse("accounts:message", args=[self.pk])

    @property
    def readable_text(self) -> str:
        """What may be read again: the text without the secrets of its links."""
        return str(without_secrets(self.text))


class MailHold(models.Model):
    """A time during which what is written waits to be looked through before it leaves; open while it has no end."""

    since = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, default=None)

    class Meta:
        constraints = [
            models.UniqueConstraint(models.Value(1), condition=Q(ended_at__isnull=True), name="one_hold_at_a_time")
        ]

    def __str__(self) -> str:
        return f"{self.since:%Y-%m-%d %H:%M} → {self.ended_at or '…'}"


class Link(models.Model):
    """A secret address sent to one person for one purpose (see core.links): `subject` is the key of the row it is about."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="links")
    purpose = models.CharField(max_length=30)
    subject = models.BigIntegerField()
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, default=None)
    revoked_at = models.DateTimeField(null=True, default=None)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["purpose", "subject"], name="link_of_subject")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.subject} → {self.user_id}"


class ReminderRun(models.Model):
    """A reminder whose instant has come (see core.reminders): sent to so many people, or left out because it was too
    late. `kind` and `subject` name the row it is about; one row for each of its instants, so that it is done once."""

    kind = models.CharField(max_length=20)
    subject = models.BigIntegerField()
    due_at = models.DateTimeField()
    days = models.SmallIntegerField()
    state = models.CharField(max_length=10, choices=ReminderState)
    people = models.PositiveIntegerField(default=0)
    later = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["due_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject", "due_at"], name="one_reminder_per_subject_and_instant")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} {self.due_at:%Y-%m-%d %H:%M}: {self.state}"


class TrailEntry(models.Model):
    """Who did what to which row, when. Append-only; `data` holds no secret and no private text."""

    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="trail_entries"
    )
    verb = models.CharField(max_length=30)  # a Verb; not as choices, which every new word would have to migrate
    target_type = models.CharField(max_length=60)
    target_id = models.BigIntegerField()
    data = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["target_type", "target_id", "at"], name="trail_of_target")]
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.target_type} {self.target_id}"

    def get_verb_display(self) -> str:
        return str(Verb(self.verb).label)


class StoredFile(models.Model):
    """A file in private storage: bytes on disk under a meaningless name, what it is called and its SHA-256 here."""

    content = models.FileField(max_length=120)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name
