"""Sessions of every kind are one table, with one calendar and one attendance."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agenda.enums import SessionState
from cohorts.enums import SessionForm
from cohorts.models import Axis, Cohort, Expert, Facilitation, Resource
from core.dates import paris_day
from core.timetable import Interval
from projects.models import Participant, Project, Structure

from .venues import Venue


class SessionQuerySet(models.QuerySet["Session"]):
    def visible_to(self, user: Any) -> "SessionQuerySet":
        """The team sees its cohorts' sessions, drafts included. A participant sees what was published, cancelled since
        or not: the collective sessions of the cohort and the meetings of the own project, another structure's apart, up
        to the last day of their part."""
        if not user.is_authenticated:
            return self.none()
        if user.is_administrator:
            return self
        day = OuterRef("day_in_paris")
        part = Participant.objects.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=day),
            Q(membership__left_on__isnull=True) | Q(membership__left_on__gte=day),
            user=user,
        )
        collective = part.filter(membership__project__cohort=OuterRef("cohort"))
        with_project = part.filter(membership__project=OuterRef("project"))
        with_structure = with_project.filter(membership__structure=OuterRef("structure"))
        facilitated = Facilitation.objects.filter(cohort=OuterRef("cohort"), user=user)
        shown = Q(state=SessionState.PUBLISHED) | Q(state=SessionState.CANCELLED, published_at__isnull=False)
        concerned = (
            Q(Exists(collective), project__isnull=True)
            | Q(Exists(with_project), structure__isnull=True)
            | Q(Exists(with_structure))
        )
        return self.alias(day_in_paris=TruncDate("starts_at")).filter(Exists(facilitated) | (shown & concerned))

    def held_or_planned(self) -> "SessionQuerySet":
        return self.exclude(state=SessionState.CANCELLED)

    def dated(self) -> "SessionQuerySet":
        """What stands in the calendar."""
        return self.filter(starts_at__isnull=False)

    def undated(self) -> "SessionQuerySet":
        """Drafts that are planned and wait for a date, in the order in which they were thought of."""
        return self.filter(starts_at__isnull=True).order_by("pk")


class Session(models.Model):
    """A workshop, seminar, meeting or funders' morning. `number` is its place among the collective half-days; a meeting
    has a project, and a structure where it is held with one of those alone.

    Instants are stored in UTC; people read and type wall-clock time in Paris. A draft may wait for its date: it then
    has neither start nor end (`is_dated`). Whatever is published has both, so that they are typed as if always there.
    """

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="sessions", verbose_name=_("cohort"))
    form = models.CharField(_("kind"), max_length=12, choices=SessionForm)
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="sessions", null=True, blank=True, verbose_name=_("project")
    )
    structure = models.ForeignKey(
        Structure, on_delete=models.PROTECT, related_name="sessions", null=True, blank=True, verbose_name=_("structure")
    )
    axis = models.ForeignKey(
        Axis, on_delete=models.PROTECT, related_name="sessions", null=True, blank=True, verbose_name=_("axis")
    )
    title = models.CharField(_("title"), max_length=160)
    aim = models.TextField(_("aim"), blank=True, max_length=2000)
    materials = models.TextField(_("materials"), blank=True, max_length=2000)
    roles = models.TextField(_("roles"), blank=True, max_length=2000)
    preparation = models.TextField(_("to prepare"), blank=True, max_length=2000)
    exchange = models.TextField(_("exchange between peers"), blank=True, max_length=2000)
    starts_at: "models.DateTimeField[Any, Any]" = models.DateTimeField(_("starts"), null=True, blank=True)
    ends_at: "models.DateTimeField[Any, Any]" = models.DateTimeField(_("ends"), null=True, blank=True)
    venue = models.ForeignKey(
        Venue, on_delete=models.PROTECT, related_name="sessions", null=True, blank=True, verbose_name=_("place")
    )
    state = models.CharField(_("state"), max_length=10, choices=SessionState, default=SessionState.DRAFT)
    facilitators = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="sessions", blank=True, verbose_name=_("facilitators")
    )
    experts = models.ManyToManyField(Expert, related_name="sessions", blank=True, verbose_name=_("invited experts"))
    resources = models.ManyToManyField(Resource, related_name="sessions", blank=True, verbose_name=_("resources"))
    published_at = models.DateTimeField(null=True, blank=True, default=None)
    version = models.PositiveIntegerField(default=1)
    is_example = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        indexes = [
            models.Index(fields=["cohort", "starts_at"], name="session_of_cohort_in_time"),
            models.Index(fields=["venue", "starts_at"], name="session_of_venue_in_time"),
            models.Index(fields=["starts_at"], name="session_in_time"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="session_ends_after_it_starts",
                violation_error_message=_("The session must end after it starts."),
            ),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=False, ends_at__isnull=False)
                | Q(starts_at__isnull=True, ends_at__isnull=True, state=SessionState.DRAFT),
                name="only_a_draft_waits_for_its_date",
                violation_error_message=_("Only a draft can wait for its date: give this session a day and hours."),
            ),
            models.CheckConstraint(
                condition=Q(form=SessionForm.MEETING, project__isnull=False)
                | (~Q(form=SessionForm.MEETING) & Q(project__isnull=True)),
                name="a_meeting_and_only_a_meeting_has_a_project",
                violation_error_message=_(
                    "An individual meeting is held with one project, a collective session with all."
                ),
            ),
            models.CheckConstraint(
                condition=Q(structure__isnull=True) | Q(project__isnull=False),
                name="a_structure_is_met_in_a_project",
                violation_error_message=_("A structure is met alone in an individual meeting of its project."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("agenda:session", args=[self.pk])

    @property
    def hours(self) -> Interval:
        return Interval(self.starts_at, self.ends_at)

    @property
    def day(self) -> Any:
        """The day in Paris on which it is held; None while it waits for its date."""
        return None if self.starts_at is None else paris_day(self.starts_at)

    @property
    def is_dated(self) -> bool:
        return self.starts_at is not None

    @property
    def is_meeting(self) -> bool:
        return self.form == SessionForm.MEETING

    @property
    def for_whom(self) -> str:
        """The project of a meeting, with the structure that is met alone; empty for what is held with all."""
        return " · ".join(one.name for one in (self.project, self.structure) if one is not None)

    @property
    def is_draft(self) -> bool:
        return self.state == SessionState.DRAFT

    @property
    def is_cancelled(self) -> bool:
        return self.state == SessionState.CANCELLED
