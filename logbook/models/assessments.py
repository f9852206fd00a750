"""Self-assessment: one per structure and round, with a level on each criterion."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.enums import Level
from cohorts.models import Criterion, Facilitation, Round
from core.dates import PARIS, today
from core.models import AppendOnlyQuerySet
from projects.models import Participant, Project, Structure


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def visible_to(self, user: Any) -> "AssessmentQuerySet":
        """The team reads all, a structure its own, partners only what is shared; one who left reads the own
        structure's that existed then."""
        if not user.is_authenticated:
            return self.none()
        if user.is_administrator:
            return self
        part = Participant.objects.filter(
            user=user,
            membership__project=OuterRef("project"),
            starts_on__lte=today(),
            membership__joined_on__lte=today(),
        )
        written = OuterRef("written_on")
        before_leaving = Q(ends_on__isnull=True) | Q(ends_on__gte=written)
        before_leaving &= Q(membership__left_on__isnull=True) | Q(membership__left_on__gte=written)
        return self.alias(written_on=TruncDate("created_at", tzinfo=PARIS)).filter(
            Q(project__cohort__in=Facilitation.objects.filter(user=user).values("cohort"))
            | Exists(part.filter(membership__structure=OuterRef("structure")).filter(before_leaving))
            | Q(Exists(part.filter(before_leaving)), structure__isnull=True)
            | Q(Exists(part.current()), shared_at__isnull=False)
        )


class Assessment(models.Model):
    """Where a structure places the cooperation in a round. `shared_at` is set while partners may read it.

    Without a structure: the levels agreed together, beside the individual ones; then `held_on`, `session_title` and
    `present` tell the session in which that was.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="assessments")
    structure = models.ForeignKey(
        Structure, on_delete=models.PROTECT, related_name="assessments", null=True, blank=True
    )
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="assessments")
    shared_at = models.DateTimeField(null=True, default=None)
    held_on = models.DateField(_("held on"), null=True, blank=True)
    session_title = models.CharField(_("session"), max_length=160, blank=True)
    present = models.ManyToManyField(Structure, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "structure", "round"],
                condition=Q(structure__isnull=False),
                name="one_assessment_per_round",
            ),
            models.UniqueConstraint(
                fields=["project", "round"], condition=Q(structure__isnull=True), name="one_agreement_per_round"
            ),
            models.CheckConstraint(
                condition=Q(structure__isnull=False) | Q(shared_at__isnull=True), name="only_structures_share_levels"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.structure or self.project} · {self.round}"

    @property
    def own_structure(self) -> Structure:
        """Whose levels these are; for rows that are not agreed together."""
        if self.structure is None:
            raise ValueError("Levels agreed together are no structure's own.")
        return self.structure


class Score(models.Model):
    """The level of one criterion, 1 to 4; an empty level means "not concerned yet"."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="scores")
    level = models.PositiveSmallIntegerField(choices=Level, null=True)
    comment = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "criterion"], name="one_score_per_criterion"),
            models.CheckConstraint(condition=Q(level__isnull=True) | Q(level__range=(1, 4)), name="level_one_to_four"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id}: {self.level}"


class ScoreVersion(models.Model):
    """A level and comment as somebody sent them; see AnswerVersion."""

    score = models.ForeignKey(Score, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    level = models.PositiveSmallIntegerField(choices=Level, null=True)
    comment = models.TextField(blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    applied = models.BooleanField(default=True)
    attempt = models.UUIDField(null=True, unique=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["score", "created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["score", "number"], condition=Q(applied=True), name="one_applied_score_per_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.score_id} v{self.number}"
