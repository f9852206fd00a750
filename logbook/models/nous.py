"""The index of « nous »: who lets the project read it, and who a « nous » is."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.dates import today
from core.models import AppendOnlyQuerySet
from logbook.enums import Whose
from projects.models import Project, Structure

from .answers import Answer


class NousConsentQuerySet(AppendOnlyQuerySet):
    def given_in(self, project: Project) -> frozenset[int]:
        """The structures that agree today, as keys."""
        last = dict(self.filter(project=project).values_list("structure", "given"))
        return frozenset(structure for structure, given in last.items() if given)

    def given_by_everybody(self, project: Project) -> bool:
        """Whether every structure that takes part today agrees."""
        active = set(project.memberships.active_on(today()).values_list("structure", flat=True))
        return bool(active) and active <= self.given_in(project)


class NousConsent(models.Model):
    """A structure agrees (or does not any more) that the whole project reads the index. Append-only: its last row
    counts."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    structure = models.ForeignKey(Structure, on_delete=models.PROTECT, related_name="+")
    given = models.BooleanField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)

    objects = NousConsentQuerySet.as_manager()

    class Meta:
        ordering = ["given_at", "pk"]
        indexes = [models.Index(fields=["project", "structure"], name="consents_to_nous")]

    def __str__(self) -> str:
        return f"{self.structure} · {self.project}: {self.given}"


class NousReading(models.Model):
    """Who the « nous » of a sentence is, as the team read it; `sentence` is the SHA-256 of its words, so that the
    reading ends when the words change."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="nous_readings")
    sentence = models.CharField(max_length=64)
    whose = models.CharField(_("who « nous » is"), max_length=8, choices=Whose)
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["answer", "sentence"], name="one_reading_per_sentence"),
            models.CheckConstraint(condition=models.Q(whose__in=Whose.values), name="whose_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.answer} · {self.whose}"
