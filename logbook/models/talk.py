"""What people say to each other about an answer."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from cohorts.models import Facilitation
from projects.models import Participant

from .answers import Answer


class CommentQuerySet(models.QuerySet["Comment"]):
    def visible_to(self, user: Any) -> "CommentQuerySet":
        """The team, and who takes part today: for the collective answers, for those of the own structure, and for one
        that a partner shared, what was begun since. Nobody reads what was said before a text was theirs to read."""
        if not user.is_authenticated:
            return self.none()
        if user.is_administrator:
            return self
        part = Participant.objects.filter(user=user, membership__project=OuterRef("answer__project")).current()
        own = part.filter(membership__structure=OuterRef("answer__structure"))
        since = Q(answer__shared_at__isnull=False, begun_at__gte=F("answer__shared_at"))
        return self.alias(begun_at=Coalesce("thread__created_at", "created_at")).filter(
            Q(answer__project__cohort__in=Facilitation.objects.filter(user=user).values("cohort"))
            | Exists(own)
            | Exists(part) & (Q(answer__structure__isnull=True) | since)
        )

    def standing(self) -> "CommentQuerySet":
        return self.filter(removed_at__isnull=True)


class Comment(models.Model):
    """A remark on an answer, or a reply to one (`thread`). A thread is settled and taken up again; a remark is changed
    and taken away by who wrote it, and then its words are gone."""

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="comments")
    thread = models.ForeignKey("self", on_delete=models.PROTECT, related_name="replies", null=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    mentions = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    attempt = models.UUIDField(null=True, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, default=None)
    removed_at = models.DateTimeField(null=True, default=None)
    resolved_at = models.DateTimeField(null=True, default=None)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["answer", "created_at"], name="comments_of_answer")]
        constraints = [
            models.CheckConstraint(
                condition=Q(thread__isnull=True) | Q(resolved_at__isnull=True), name="only_threads_are_settled"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer_id} · {self.author_id}"

    def get_absolute_url(self) -> str:
        """The remarks of its answer, at this one."""
        answer = self.answer
        path = reverse("logbook:comments", args=[answer.project.slug, answer.question.axis.slug, answer.question.slug])
        structure = f"?structure={answer.structure.slug}" if answer.structure else ""
        return f"{path}{structure}#comment-{self.pk}"
