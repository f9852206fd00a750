"""What is to be talked about in a session, and its write-up: by axis, one part that the project reads, one for the team."""

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Greatest, TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda.enums import Audience, NoteSaid
from cohorts.models import Axis, Facilitation
from core.dates import PARIS
from core.models import AppendOnlyQuerySet
from projects.models import Participant

from .sessions import Session

LONGEST = 600  # minutes that one subject may take in a session


class Point(models.Model):
    """A subject to be talked about in a session (*ordre du jour*), seen by whoever sees the session."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="points")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(_("subject"), max_length=200)
    axis = models.ForeignKey(Axis, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), null=True, blank=True, validators=[MaxValueValidator(LONGEST)]
    )

    class Meta:
        ordering = ["session", "position"]
        constraints = [models.UniqueConstraint(fields=["session", "position"], name="one_point_per_place")]

    def __str__(self) -> str:
        return self.text


class NoteSharing(models.Model):
    """That the write-up of a session was given to the people of the session, by whom and when."""

    session = models.OneToOneField(Session, on_delete=models.PROTECT, related_name="sharing")
    shared_at = models.DateTimeField(default=timezone.now)
    shared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.session_id} {self.shared_at:%Y-%m-%d}"


class NoteQuerySet(models.QuerySet["Note"]):
    def visible_to(self, user: Any) -> "NoteQuerySet":
        """The team of the cohort reads all. The people of the session read what is for the project once it is shared;
        one who left, only what was shared by their last day and has not changed since."""
        if not user.is_authenticated:
            return self.none()
        if user.is_administrator:
            return self
        team = Facilitation.objects.filter(user=user, cohort=OuterRef("session__cohort"))
        part = Participant.objects.filter(user=user).lasting_on("last_change")
        with_project = part.filter(membership__project=OuterRef("session__project"))
        with_structure = with_project.filter(membership__structure=OuterRef("session__structure"))
        collective = part.filter(membership__project__cohort=OuterRef("session__cohort"))
        given = Q(audience=Audience.PROJECT, session__sharing__isnull=False)
        given &= Q(session__in=Session.objects.visible_to(user))
        given &= (
            Q(Exists(collective), session__project__isnull=True)
            | Q(Exists(with_project), session__structure__isnull=True)
            | Q(Exists(with_structure))
        )
        last = Greatest("updated_at", "session__sharing__shared_at")
        return self.alias(last_change=TruncDate(last, tzinfo=PARIS)).filter(Exists(team) | given)


class Note(models.Model):
    """What was said of one axis (or of none in particular) in a session, for one audience. What is for the team is
    never shown to members. `version` grows by one with each text that was applied."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="notes")
    audience = models.CharField(_("read by"), max_length=8, choices=Audience)
    axis = models.ForeignKey(Axis, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    topics = models.TextField(_("what was talked about"), blank=True)
    decisions = models.TextField(_("what was decided"), blank=True)
    next_steps = models.TextField(_("next steps"), blank=True)
    minutes = models.PositiveSmallIntegerField(_("time spent, in minutes"), null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = NoteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "audience", "axis"],
                condition=Q(axis__isnull=False),
                name="one_note_per_axis_and_audience",
            ),
            models.UniqueConstraint(
                fields=["session", "audience"], condition=Q(axis__isnull=True), name="one_note_without_axis"
            ),
            models.CheckConstraint(
                condition=Q(minutes__isnull=True) | Q(minutes__lte=LONGEST), name="note_lasts_ten_hours_at_most"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.audience} {self.axis_id or ''}".strip()

    @property
    def is_empty(self) -> bool:
        return not (self.topics or self.decisions or self.next_steps or self.minutes)


class NoteReading(models.Model):
    """That a person of the session has read its write-up as it stood (`mark`), or objects to something in it; the last
    word of each counts, those of before stay."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="readings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="note_readings")
    said = models.CharField(max_length=8, choices=NoteSaid)
    words = models.CharField(_("what you object to"), max_length=1000, blank=True)
    mark = models.PositiveIntegerField()
    said_at = models.DateTimeField(default=timezone.now)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["session", "said_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(said=NoteSaid.READ, words="") | (Q(said=NoteSaid.OBJECTS) & ~Q(words="")),
                name="an_objection_has_its_words",
            )
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.person_id} {self.said}"


class NoteVersion(models.Model):
    """A note as somebody sent it. Not applied: it met another text and waits for a choice; nothing typed is dropped."""

    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    topics = models.TextField(blank=True)
    decisions = models.TextField(blank=True)
    next_steps = models.TextField(blank=True)
    minutes = models.PositiveSmallIntegerField(null=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    applied = models.BooleanField(default=True)
    attempt = models.UUIDField(null=True, unique=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["note", "created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["note", "number"], condition=Q(applied=True), name="one_applied_note_per_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.note_id} v{self.number}"
