"""Answers to guiding questions: one per structure for an individual question, one per project for a collective one."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.models import Facilitation, Question
from core.dates import PARIS, today
from core.models import AppendOnlyQuerySet
from core.richtext import Written
from projects.models import Participant, Project, Structure


class AnswerQuerySet(models.QuerySet["Answer"]):
    def visible_to(self, user: Any) -> "AnswerQuerySet":
        """The team reads all. A participant reads the collective answers of the project, those of the own structure
        and those that a partner shared. One who left reads the collective answers and the own structure's that
        existed then (as they stood: `queries.texts`), and nothing after."""
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
        own = Q(membership__structure=OuterRef("structure"))
        written = OuterRef("written_on")
        before_leaving = Q(ends_on__isnull=True) | Q(ends_on__gte=written)
        before_leaving &= Q(membership__left_on__isnull=True) | Q(membership__left_on__gte=written)
        return self.alias(written_on=TruncDate("created_at", tzinfo=PARIS)).filter(
            Q(project__cohort__in=Facilitation.objects.filter(user=user).values("cohort"))
            | Exists(part.filter(own).filter(before_leaving))
            | Q(Exists(part.filter(before_leaving)), structure__isnull=True)
            | Q(Exists(part.current()), shared_at__isnull=False)
        )


class Answer(models.Model):
    """The present text of an answer. `structure` is empty for a collective one; `shared_at` is set while a structure
    lets its partners read an individual one. `version` grows by one with each text that was applied. `text` holds the
    words, `html` how they look where they are formatted (core.richtext)."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    structure = models.ForeignKey(
        Structure, on_delete=models.PROTECT, related_name="answers", null=True, blank=True, verbose_name=_("structure")
    )
    text = models.TextField(blank=True)
    html = models.TextField(blank=True, default="")
    version = models.PositiveIntegerField(default=0)
    shared_at = models.DateTimeField(null=True, default=None)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = AnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "question", "structure"],
                condition=Q(structure__isnull=False),
                name="one_individual_answer_per_structure",
            ),
            models.UniqueConstraint(
                fields=["project", "question"], condition=Q(structure__isnull=True), name="one_collective_answer"
            ),
            models.CheckConstraint(
                condition=Q(structure__isnull=False) | Q(shared_at__isnull=True),
                name="only_individual_answers_are_shared",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question_id} · {self.structure or self.project}"

    @property
    def written(self) -> Written:
        return Written(self.text, self.html)


class AnswerVersion(models.Model):
    """A text as somebody sent it. Not applied: it met another text and waits for a choice; nothing typed is dropped.

    `attempt` is the browser's own number of the save, so that a repeated save is acknowledged and not doubled.
    """

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    html = models.TextField(blank=True, default="")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    structure = models.ForeignKey(Structure, on_delete=models.PROTECT, related_name="+", null=True)
    applied = models.BooleanField(default=True)
    attempt = models.UUIDField(null=True, unique=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["answer", "created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["answer", "number"], condition=Q(applied=True), name="one_applied_answer_text_per_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.answer_id} v{self.number}"

    @property
    def written(self) -> Written:
        return Written(self.text, self.html)
