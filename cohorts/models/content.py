"""The programme's content in both languages: axes, workstreams, guiding questions, objectives and criteria.

A version is written, published, and then never changes: the database refuses it (migration 0002), because answers are
read under the questions that were asked. A correction is a new version.
"""

from typing import Any

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cohorts.enums import Level, Palette, Scope


def spoken(row: models.Model, field: str) -> str:
    """The text of `field` in the reader's language; French, the language of the programme, when English is missing."""
    language = (get_language() or "fr")[:2]
    return (language == "en" and getattr(row, f"{field}_en")) or getattr(row, f"{field}_fr")


class ContentVersion(models.Model):
    """One state of the content. Published once, frozen for ever."""

    number = models.PositiveIntegerField(unique=True)
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the files it was loaded from.")
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True, default=None)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"v{self.number}"


class ScaleLevel(models.Model):
    """The name of one of the four levels: Émergent, En construction, Structuré, Installé."""

    version = models.ForeignKey(ContentVersion, on_delete=models.CASCADE, related_name="scale")
    level = models.PositiveSmallIntegerField(choices=Level)
    label_fr = models.CharField(max_length=60)
    label_en = models.CharField(max_length=60)

    class Meta:
        ordering = ["level"]
        constraints = [models.UniqueConstraint(fields=["version", "level"], name="one_name_per_level")]

    def __str__(self) -> str:
        return f"{self.level} · {self.label}"

    @property
    def label(self) -> str:
        return spoken(self, "label")


class AxisQuerySet(models.QuerySet["Axis"]):
    def visible_to(self, user: Any) -> "AxisQuerySet":
        """Published content is shown to whoever is signed in; drafts to the team."""
        if not user.is_authenticated:
            return self.none()
        return self if user.is_team else self.filter(version__published_at__isnull=False)


class Axis(models.Model):
    """One of the five axes of cooperation, with its colour and icon."""

    version = models.ForeignKey(ContentVersion, on_delete=models.CASCADE, related_name="axes")
    slug = models.SlugField(max_length=60)
    position = models.PositiveSmallIntegerField()
    palette = models.CharField(max_length=10, choices=Palette)
    icon = models.CharField(max_length=40)
    title_fr = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120)
    intention_fr = models.TextField()
    intention_en = models.TextField()

    objects = AxisQuerySet.as_manager()

    class Meta:
        ordering = ["version", "position"]
        constraints = [models.UniqueConstraint(fields=["version", "slug"], name="one_axis_per_slug")]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return spoken(self, "title")

    @property
    def intention(self) -> str:
        return spoken(self, "intention")


class Workstream(models.Model):
    """What is worked on in an axis."""

    axis = models.ForeignKey(Axis, on_delete=models.CASCADE, related_name="workstreams")
    position = models.PositiveSmallIntegerField()
    text_fr = models.TextField()
    text_en = models.TextField()

    class Meta:
        ordering = ["axis", "position"]
        constraints = [models.UniqueConstraint(fields=["axis", "position"], name="one_workstream_per_position")]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        return spoken(self, "text")


class Question(models.Model):
    """A guiding question, answered by each structure (individual) or by the project together (collective)."""

    axis = models.ForeignKey(Axis, on_delete=models.CASCADE, related_name="questions")
    slug = models.SlugField(max_length=60)
    position = models.PositiveSmallIntegerField()
    scope = models.CharField(max_length=12, choices=Scope)
    text_fr = models.TextField()
    text_en = models.TextField()

    class Meta:
        ordering = ["axis", "position"]
        constraints = [models.UniqueConstraint(fields=["axis", "slug"], name="one_question_per_slug")]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        return spoken(self, "text")

    @property
    def is_collective(self) -> bool:
        return self.scope == Scope.COLLECTIVE


class GuidingObjective(models.Model):
    """An objective that the programme proposes for an axis."""

    axis = models.ForeignKey(Axis, on_delete=models.CASCADE, related_name="guiding_objectives")
    position = models.PositiveSmallIntegerField()
    text_fr = models.TextField()
    text_en = models.TextField()

    class Meta:
        ordering = ["axis", "position"]
        constraints = [models.UniqueConstraint(fields=["axis", "position"], name="one_objective_per_position")]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        return spoken(self, "text")


class Criterion(models.Model):
    """A criterion of the self-assessment, with four levels described in words."""

    axis = models.ForeignKey(Axis, on_delete=models.CASCADE, related_name="criteria")
    slug = models.SlugField(max_length=60)
    position = models.PositiveSmallIntegerField()
    title_fr = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("criterion")
        ordering = ["axis", "position"]
        constraints = [models.UniqueConstraint(fields=["axis", "slug"], name="one_criterion_per_slug")]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return spoken(self, "title")


class CriterionLevel(models.Model):
    """What a level of a criterion looks like."""

    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="levels")
    level = models.PositiveSmallIntegerField(choices=Level)
    text_fr = models.TextField()
    text_en = models.TextField()

    class Meta:
        ordering = ["criterion", "level"]
        constraints = [models.UniqueConstraint(fields=["criterion", "level"], name="one_text_per_level")]

    def __str__(self) -> str:
        return f"{self.level} · {self.text}"

    @property
    def text(self) -> str:
        return spoken(self, "text")
