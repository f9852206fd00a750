"""What was told of sessions: to whom, when, by which mail; what was told last; and every move with its reason."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda.enums import ChangeKind, MailKind
from cohorts.models import Cohort
from core.enums import MailState
from core.models import OutboxMail

from .sessions import Session
from .venues import Venue


class Publication(models.Model):
    """One telling of what is new or changed in a cohort's calendar. Without an author it was told by itself, some time
    after the change."""

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="publications")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="publications", null=True, default=None
    )
    at = models.DateTimeField(default=timezone.now)
    people = models.PositiveIntegerField()  # written to
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["cohort", "at"], name="publication_of_cohort")]

    def __str__(self) -> str:
        return f"{self.cohort_id} · {self.at:%Y-%m-%d %H:%M}"


class PublishedChange(models.Model):
    """What a publication said of one session, with the hours and the place of before when they were others."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="changes")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="published_changes")
    kind = models.CharField(max_length=10, choices=ChangeKind)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="+", null=True, default=None)
    was_starts_at = models.DateTimeField(null=True, default=None)
    was_ends_at = models.DateTimeField(null=True, default=None)
    was_venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="+", null=True, default=None)

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "session"], name="one_change_per_publication_and_session")
        ]

    def __str__(self) -> str:
        return f"{self.publication_id} · {self.session_id}: {self.kind}"

    @property
    def has_moved(self) -> bool:
        return self.was_starts_at is not None and (self.was_starts_at, self.was_ends_at) != (
            self.starts_at,
            self.ends_at,
        )

    @property
    def is_elsewhere(self) -> bool:
        return self.was_starts_at is not None and self.was_venue_id != self.venue_id


class Told(models.Model):
    """What the people invited to a published session were told last. `due_at` is when they will be told by themselves
    what `changed_by` changed since; without it there is nothing to tell."""

    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="told")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="+", null=True, default=None)
    at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, default=None)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, default=None
    )

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="told_due", condition=Q(due_at__isnull=False))]

    def __str__(self) -> str:
        return f"{self.session_id}: {self.starts_at:%Y-%m-%d %H:%M}"


class Reschedule(models.Model):
    """A published session that was given other hours: the old ones, by whom, and why. Never changed."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="reschedules")
    was_starts_at = models.DateTimeField()
    was_ends_at = models.DateTimeField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reschedules")
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.session_id}: {self.was_starts_at:%Y-%m-%d %H:%M} → {self.starts_at:%Y-%m-%d %H:%M}"


class SessionMailQuerySet(models.QuerySet["SessionMail"]):
    def in_trouble(self) -> "SessionMailQuerySet":
        """Mails that have not left although they should have."""
        return self.filter(Q(mail__state=MailState.FAILED) | Q(mail__in=OutboxMail.objects.held_up()))

    def of_person(self, user: Any) -> "SessionMailQuerySet":
        return self.filter(mail__person=user)


class SessionMail(models.Model):
    """Which sessions a mail speaks of, so that the sheet shows who was written to and what did not arrive."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="mails")
    mail = models.ForeignKey(OutboxMail, on_delete=models.CASCADE, related_name="sessions")
    kind = models.CharField(max_length=12, choices=MailKind)

    objects = SessionMailQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mail", "session"], name="one_line_per_mail_and_session")]

    def __str__(self) -> str:
        return f"{self.session_id} · {self.mail_id}: {self.kind}"
