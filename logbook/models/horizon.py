"""The shared vision (*horizon commun*), version by version, and which structures agreed to which."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.models import Facilitation
from core.dates import PARIS, today
from core.models import AppendOnlyQuerySet
from projects.models import Participant, Project, Structure


class HorizonQuerySet(AppendOnlyQuerySet):
    def visible_to(self, user: Any) -> "HorizonQuerySet":
        """The team and whoever takes part; one who left, the versions of before leaving."""
        if not user.is_authenticated:
            return self.none()
        if user.is_administrator:
            return self
        written = OuterRef("written_on")
        part = Participant.objects.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=written),
            Q(membership__left_on__isnull=True) | Q(membership__left_on__gte=written),
            user=user,
            membership__project=OuterRef("project"),
            starts_on__lte=today(),
            membership__joined_on__lte=today(),
        )
        team = Facilitation.objects.filter(user=user, cohort=OuterRef("project__cohort"))
        dated = self.alias(written_on=TruncDate("created_at", tzinfo=PARIS))
        return dated.filter(Exists(team) | Exists(part))


class HorizonVersion(models.Model):
    """A state of the shared vision: never changed, the next one stands after it. `held_on` and `session_title` name the
    session in which it was written, `structure` the one in whose name it was typed (none: the team)."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="horizon")
    number = models.PositiveIntegerField()
    text = models.TextField(_("text"))
    held_on = models.DateField(_("held on"), null=True, blank=True)
    session_title = models.CharField(_("session"), max_length=160, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    structure = models.ForeignKey(Structure, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = HorizonQuerySet.as_manager()

    class Meta:
        ordering = ["project", "number"]
        constraints = [models.UniqueConstraint(fields=["project", "number"], name="one_horizon_per_number")]

    def __str__(self) -> str:
        return f"{self.project} v{self.number}"


class HorizonAgreement(models.Model):
    """A structure agrees to a version, or says what still keeps it from that. Append-only: its last word counts."""

    version = models.ForeignKey(HorizonVersion, on_delete=models.PROTECT, related_name="agreements")
    structure = models.ForeignKey(Structure, on_delete=models.PROTECT, related_name="+")
    agreed = models.BooleanField()
    comment = models.CharField(_("comment"), max_length=300, blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["given_at", "pk"]

    def __str__(self) -> str:
        return f"{self.structure} · {self.version_id}: {self.agreed}"
