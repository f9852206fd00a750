"""The programme's content in both languages: axes, workstreams, guiding questions, objectives and criteria.

A version is written, published, and then never changes: the database refuses it (`guards`), because answers are read
under the questions that were asked. A correction is a new version.
"""

import json
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cohorts.enums import Level, Palette, Scope


def spoken(row: models.Model, field: str) -> str:
    """The text of `field` in the reader's language; French, the language of the programme, when English is missing."""
    language = (get_language() or "fr")[:2]
    return (language == "en" and getattr(row, f"{field}_en")) or getattr(row, f"{field}_fr")


class ContentVersionQuerySet(models.QuerySet["ContentVersion"]):
    def visible_to(self, user: Any) -> "ContentVersionQuerySet":
        """Versions are the team's; members read the one of their edition there."""
        return self if user.is_authenticated and user.is_team else self.none()

    def published(self) -> "ContentVersionQuerySet":
        return self.filter(published_at__isnull=False)


class ContentVersion(models.Model):
    """One state of the content. Published once, frozen for ever; until then a draft that the team writes.

    `parts` keeps, by language, what else stood in the files (criteria of selection, fields of other forms), so that an
    export gives back what an import took; as text, since a column of JSON forgets the order of
    entries. `based_on` is the version that a draft began from.
    """

    number = models.PositiveIntegerField(unique=True)
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the files it was loaded from.")
    note = models.CharField(_("what this version is for"), max_length=200, blank=True, default="")
    based_on = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    parts = models.TextField(default="{}")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True, default=None)

    objects = ContentVersionQuerySet.as_manager()

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"v{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("cohorts:content_version", args=[self.number])

    @property
    def other_parts(self) -> dict[str, dict[str, Any]]:
        """What else stood in the files, by language."""
        return json.loads(self.parts)  # type: ignore[no-any-return]

    @property
    def is_draft(self) -> bool:
        return self.published_at is None


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
    """A guiding question, answered by each structure (individual) or by the project together (collective).

    `since` is the same question, word for word, in an older version: answers hang on that one, and go on.
    """

    axis = models.ForeignKey(Axis, on_delete=models.CASCADE, related_name="questions")
    slug = models.SlugField(max_length=60)
    position = models.PositiveSmallIntegerField()
    scope = models.CharField(max_length=12, choices=Scope)
    text_fr = models.TextField()
    text_en = models.TextField()
    since = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")

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

    @property
    def root_id(self) -> int:
        """The key of the question on which the answers hang."""
        return self.since_id or self.pk


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
    """A criterion of the self-assessment, with four levels described in words. `since` is the same criterion, word for
    word, in an older version: levels of both compare."""

    axis = models.ForeignKey(Axis, on_delete=models.CASCADE, related_name="criteria")
    slug = models.SlugField(max_length=60)
    position = models.PositiveSmallIntegerField()
    title_fr = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    since = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("criterion")
        ordering = ["axis", "position"]
        constraints = [models.UniqueConstraint(fields=["axis", "slug"], name="one_criterion_per_slug")]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return spoken(self, "title")

    @property
    def root_id(self) -> int:
        """The key by which levels given under different versions compare."""
        return self.since_id or self.pk


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
