"""What somebody has to do by a day (*action*), decided in a meeting or elsewhere, and each state it has been in."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.models import Facilitation
from core.models import AppendOnlyQuerySet
from projects.enums import ActionState

from .cooperation import Participant, ParticipantQuerySet, Project, Structure

# Where the page of a source is. The row is named and not imported: it belongs to an app above.
PAGES = {"agenda.session": "agenda:session", "logbook.objective": "logbook:objective"}


class ActionQuerySet(models.QuerySet["Action"]):
    def visible_to(self, user: Any) -> "ActionQuerySet":
        """The team of the cohort and whoever takes part in the project today: both sides see the same list, but for what
        was decided with one structure alone."""
        if not user.is_authenticated:
            return self.none()
        if user.is_administrator:
            return self
        team = Facilitation.objects.filter(user=user, cohort=OuterRef("project__cohort"))
        parts = _parts_of(user)
        alone = parts.filter(membership__structure=OuterRef("confined_to"))
        return self.filter(Exists(team) | Q(Exists(parts), confined_to__isnull=True) | Q(Exists(alone)))

    def open(self) -> "ActionQuerySet":
        return self.filter(state=ActionState.OPEN)

    def owned_by(self, user: Any) -> "ActionQuerySet":
        """Those that this person has to do: their own as long as they see them, and those of a structure for which
        they take part today."""
        for_structure = _parts_of(user).filter(membership__structure=OuterRef("structure"))
        return self.visible_to(user).filter(Q(person=user) | Exists(for_structure))


def _parts_of(user: Any) -> ParticipantQuerySet:
    return Participant.objects.filter(user=user, membership__project=OuterRef("project")).current()


class Action(models.Model):
    """Something to be done, by a person or by a structure. `source` names the row it comes from, a session for one,
    by its kind and key; what that row was called then is kept with it. What was decided with one structure alone is
    `confined_to` it: its partners do not see it."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="actions", verbose_name=_("project"))
    text = models.CharField(_("what is to be done"), max_length=300)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="actions", null=True, blank=True
    )
    structure = models.ForeignKey(
        Structure, on_delete=models.PROTECT, related_name="actions", null=True, blank=True, verbose_name=_("structure")
    )
    confined_to = models.ForeignKey(
        Structure, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("told to")
    )
    due_on = models.DateField(_("by"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=ActionState, default=ActionState.OPEN)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    source_type = models.CharField(max_length=60, blank=True)
    source_id = models.BigIntegerField(null=True, blank=True)
    source_title = models.CharField(max_length=160, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="actions_written")
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)
    reminded_at = models.DateTimeField(null=True, default=None)
    is_example = models.BooleanField(default=False)

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(fields=["project", "state", "due_on"], name="action_of_project"),
            models.Index(fields=["source_type", "source_id"], name="action_of_source"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, structure__isnull=True)
                | Q(person__isnull=True, structure__isnull=False),
                name="an_action_has_one_owner",
                violation_error_message=_("An action is done by one person or by one structure."),
            ),
            models.CheckConstraint(
                condition=Q(source_type="", source_id__isnull=True) | (~Q(source_type="") & Q(source_id__isnull=False)),
                name="action_source_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("projects:action", args=[self.pk])

    @property
    def owner(self) -> Any:
        """The person or the structure that does it."""
        return self.structure if self.person_id is None else self.person

    @property
    def is_open(self) -> bool:
        return self.state == ActionState.OPEN

    @property
    def source_url(self) -> str:
        """Where what it comes from is shown; empty where it has no page."""
        name = PAGES.get(self.source_type)
        return reverse(name, args=[self.source_id]) if name else ""

    def is_late_on(self, day: date) -> bool:
        """Open, and its day is past."""
        return self.is_open and self.due_on is not None and self.due_on < day


class ActionVersion(models.Model):
    """An action as it stood from one moment to the next: who said so, and whether by a link in a mail."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.CharField(max_length=300)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    structure = models.ForeignKey(Structure, on_delete=models.PROTECT, related_name="+", null=True)
    due_on = models.DateField(null=True)
    state = models.CharField(max_length=12, choices=ActionState)
    reason = models.CharField(max_length=300, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by_link = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["action", "number"]
        constraints = [models.UniqueConstraint(fields=["action", "number"], name="one_action_state_per_number")]

    def __str__(self) -> str:
        return f"{self.action_id} v{self.number}"

    @property
    def owner(self) -> Any:
        return self.structure if self.person_id is None else self.person
