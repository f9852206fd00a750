"""What a structure seeks in a cooperation (*enjeux*), said again along the way. What was said is never overwritten."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.models import Facilitation
from projects.enums import StakeKind

from .cooperation import Participant, Project, Structure

WHOLE = 100  # the points that a structure spreads over its stakes


class StakesQuerySet(models.QuerySet["Stakes"]):
    def visible_to(self, user: Any) -> "StakesQuerySet":
        """The team, and the structure's own people (those who left: what was said by their last day). Partners of today
        see that there is something as soon as one line of it is shared; which lines they read is told by the queries."""
        if not user.is_authenticated:
            return self.none()
        if user.is_administrator:
            return self
        team = Facilitation.objects.filter(user=user, cohort=OuterRef("project__cohort"))
        part = Participant.objects.filter(user=user, membership__project=OuterRef("project"))
        own = part.filter(membership__structure=OuterRef("structure")).lasting_on("stated_on")
        line = Stake.objects.filter(stakes=OuterRef("pk"), shared=True)
        shared = Q(Exists(line)) | Q(would_leave_shared=True) | Q(offers_shared=True)
        return self.filter(Exists(team) | Exists(own) | (Exists(part.current()) & shared))


class Stakes(models.Model):
    """One structure's stakes in a project, as said on a day. Once closed it never changes, but for which lines its
    partners read; another version follows it. The database holds both, and that the points make a hundred."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="stakes")
    structure = models.ForeignKey(Structure, on_delete=models.PROTECT, related_name="stakes")
    number = models.PositiveIntegerField()
    stated_on = models.DateField(_("said on"))
    would_leave = models.TextField(_("what would make us leave"), blank=True)
    would_leave_shared = models.BooleanField(default=False)
    offers = models.TextField(_("what we offer"), blank=True)
    offers_shared = models.BooleanField(default=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    closed = models.BooleanField(default=False)
    is_example = models.BooleanField(default=False)

    objects = StakesQuerySet.as_manager()

    class Meta:
        ordering = ["project", "structure", "number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "structure", "number"], name="one_version_of_stakes_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.structure_id} · {self.project_id} v{self.number}"


class Stake(models.Model):
    """One line: how many of the hundred points, in the structure's own words, and whether its partners read it."""

    stakes = models.ForeignKey(Stakes, on_delete=models.PROTECT, related_name="lines")
    kind = models.CharField(max_length=12, choices=StakeKind)
    points = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=200, blank=True)
    shared = models.BooleanField(default=False)

    class Meta:
        ordering = ["stakes", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["stakes", "kind"], name="one_line_per_kind_of_stake"),
            models.CheckConstraint(condition=Q(points__lte=WHOLE), name="a_stake_has_a_hundred_points_at_most"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.points}"
