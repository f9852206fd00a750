"""Polls: dates proposed for a session, the people asked, and what each says of each date."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Coalesce, TruncDate
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agenda.enums import Availability, PollState
from cohorts.enums import SessionForm
from cohorts.models import Axis, Cohort, Facilitation
from core.dates import paris_day, today
from core.timetable import Interval
from projects.models import Participant, Project

from .sessions import Session
from .venues import Venue


class PollQuerySet(models.QuerySet["Poll"]):
    def visible_to(self, user: Any) -> "PollQuerySet":
        """The team sees those of its cohorts, drafts included; a person those they are asked in, while they take part."""
        if not user.is_authenticated:
            return self.none()
        if user.is_administrator:
            return self
        facilitated = Facilitation.objects.filter(cohort=OuterRef("cohort"), user=user)
        asked = PollVoice.objects.of_person(user).filter(poll=OuterRef("pk"))
        return self.filter(Exists(facilitated) | (Exists(asked) & ~Q(state=PollState.DRAFT)))


class Poll(models.Model):
    """Dates proposed for a session that is to be planned, with what the session will be.

    `answers_until` is the last day on which answers are taken. Once a date is chosen, the poll keeps its result. One
    that looks for the date of a `draft` that waits for it dates that session instead of making one.
    """

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="polls", verbose_name=_("cohort"))
    form = models.CharField(_("kind"), max_length=12, choices=SessionForm)
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="polls", null=True, blank=True, verbose_name=_("project")
    )
    axis = models.ForeignKey(
        Axis, on_delete=models.PROTECT, related_name="polls", null=True, blank=True, verbose_name=_("axis")
    )
    title = models.CharField(_("title"), max_length=160, blank=True)
    message = models.TextField(_("message"), blank=True, max_length=1000)
    venue = models.ForeignKey(
        Venue, on_delete=models.PROTECT, related_name="polls", null=True, blank=True, verbose_name=_("place")
    )
    facilitators = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="polls", blank=True, verbose_name=_("facilitators")
    )
    answers_until = models.DateField(_("answers until"))
    state = models.CharField(_("state"), max_length=10, choices=PollState, default=PollState.DRAFT)
    chosen = models.ForeignKey("PollDate", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    session = models.OneToOneField(Session, on_delete=models.PROTECT, related_name="poll", null=True, blank=True)
    draft = models.ForeignKey(Session, on_delete=models.SET_NULL, related_name="polls", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    is_example = models.BooleanField(default=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="polls_made")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = PollQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["cohort", "state"], name="poll_of_cohort_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(form=SessionForm.MEETING, project__isnull=False)
                | (~Q(form=SessionForm.MEETING) & Q(project__isnull=True)),
                name="a_poll_for_a_meeting_has_a_project",
                violation_error_message=_(
                    "An individual meeting is held with one project, a collective session with all."
                ),
            ),
            models.CheckConstraint(
                condition=Q(state=PollState.CLOSED, chosen__isnull=False, session__isnull=False)
                | (~Q(state=PollState.CLOSED) & Q(chosen__isnull=True, session__isnull=True)),
                name="a_closed_poll_and_only_one_has_its_date",
            ),
            models.UniqueConstraint(
                fields=["draft"],
                condition=Q(state__in=[PollState.DRAFT, PollState.OPEN]),
                name="one_poll_under_way_for_a_draft",
            ),
        ]

    def __str__(self) -> str:
        """« Atelier · Gouvernance »: what it is called, or what it is about."""
        if self.title:
            return self.title
        subject = {
            SessionForm.MEETING: _("Meeting"),
            SessionForm.SEMINAR: _("Seminar"),
            SessionForm.MORNING: _("Funders’ morning"),
            SessionForm.WORKSHOP: pgettext_lazy("poll", "Workshop"),
        }[SessionForm(self.form)]
        about = str(self.project or self.axis or "")
        return f"{subject} · {about}" if about else str(subject)

    def get_absolute_url(self) -> str:
        return reverse("agenda:poll", args=[self.pk])

    @property
    def structure(self) -> Any:
        """The structure that is to be met alone; None for a project, and for what is held with all."""
        return self.draft.structure if self.draft else None

    @property
    def is_draft(self) -> bool:
        return self.state == PollState.DRAFT

    @property
    def is_open(self) -> bool:
        return self.state == PollState.OPEN

    @property
    def is_closed(self) -> bool:
        return self.state == PollState.CLOSED

    @property
    def is_cancelled(self) -> bool:
        return self.state == PollState.CANCELLED


class PollDateQuerySet(models.QuerySet["PollDate"]):
    def proposed(self) -> "PollDateQuerySet":
        return self.filter(withdrawn_at=None)


class PollDate(models.Model):
    """One date of a poll, from an instant to another. A withdrawn one keeps its answers and is shown no more."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="dates")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, default=None)

    objects = PollDateQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "ends_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["poll", "starts_at", "ends_at"], name="one_date_per_poll_and_hours"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="poll_date_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def hours(self) -> Interval:
        return Interval(self.starts_at, self.ends_at)

    @property
    def day(self) -> date:
        """The day in Paris."""
        return paris_day(self.starts_at)


class PollVoiceQuerySet(models.QuerySet["PollVoice"]):
    def of_person(self, user: Any) -> "PollVoiceQuerySet":
        """Those of a person whose part is not over."""
        day = today()
        return self.filter(
            Q(participant__ends_on__isnull=True) | Q(participant__ends_on__gte=day),
            Q(participant__membership__left_on__isnull=True) | Q(participant__membership__left_on__gte=day),
            participant__user=user,
        )

    def waited_for(self) -> "PollVoiceQuerySet":
        """Those who have not spoken of every date proposed on which they take part."""
        given = PollAnswer.objects.filter(voice=OuterRef(OuterRef("pk")), date=OuterRef("pk"))
        last, gone = OuterRef("participant__ends_on"), OuterRef("participant__membership__left_on")
        dates = PollDate.objects.proposed().alias(held_on=TruncDate("starts_at")).filter(poll=OuterRef("poll"))
        theirs = dates.filter(
            Q(held_on__lte=Coalesce(last, Value(date.max))),
            Q(held_on__lte=Coalesce(gone, Value(date.max))),
            held_on__gte=OuterRef("participant__starts_on"),
        )
        return self.filter(Exists(theirs.filter(~Exists(given))))


class PollVoice(models.Model):
    """A person asked in a poll, for one structure. `written_at` is when a mail last left for them."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="voices")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="poll_voices")
    written_at = models.DateTimeField(null=True, default=None)
    answered_at = models.DateTimeField(null=True, default=None)

    objects = PollVoiceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "participant"], name="one_voice_per_person_and_poll")]

    def __str__(self) -> str:
        return f"{self.participant_id} · {self.poll_id}"


class PollAnswer(models.Model):
    """What one person says of one date."""

    voice = models.ForeignKey(PollVoice, on_delete=models.CASCADE, related_name="answers")
    date = models.ForeignKey(PollDate, on_delete=models.CASCADE, related_name="answers")
    answer = models.CharField(max_length=10, choices=Availability)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["voice", "date"], name="one_answer_per_voice_and_date")]

    def __str__(self) -> str:
        return f"{self.voice_id} · {self.date_id}: {self.answer}"
