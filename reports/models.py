"""A document somebody asked for: its job says how far it is, its file is there when it is done."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from agenda.models import Session
from cohorts.models import Cohort
from core.models import Job, StoredFile
from projects.models import Project, Structure

from .enums import DocumentKind, Edition

SUBJECTS = ("project", "session", "person", "structure")


def _about(kind: DocumentKind, subject: str = "") -> Q:
    """A kind of document has its own subject, and no other."""
    return Q(kind=kind, **{f"{name}__isnull": name != subject for name in SUBJECTS})


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, user: Any) -> "DocumentQuerySet":
        """Who asked for it, and administrators."""
        if not user.is_authenticated:
            return self.none()
        return self if user.is_administrator else self.filter(requested_by=user)


class Document(models.Model):
    """A logbook, a report, a sheet or a certificate as PDF, in one language, holding what the person who asked may read."""

    kind = models.CharField(max_length=12, choices=DocumentKind)
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="documents")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="documents", null=True, blank=True)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="printed_sheets", null=True, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="certificates", null=True, blank=True
    )
    structure = models.ForeignKey(Structure, on_delete=models.PROTECT, related_name="documents", null=True, blank=True)
    edition = models.CharField(max_length=8, choices=Edition, default=Edition.READER)
    language = models.CharField(max_length=5, choices=settings.LANGUAGES)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="documents")
    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="documents")
    file = models.OneToOneField(StoredFile, on_delete=models.SET_NULL, null=True, blank=True, related_name="document")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=_about(DocumentKind.LOGBOOK, "project")
                | _about(DocumentKind.PROGRAMME)
                | _about(DocumentKind.SHEET, "session")
                | _about(DocumentKind.MORNING, "session")
                | _about(DocumentKind.CERTIFICATE, "person")
                | _about(DocumentKind.STRUCTURE, "structure"),
                name="a_document_has_the_subject_of_its_kind",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.about}"

    def get_absolute_url(self) -> str:
        return reverse("reports:document", args=[self.pk])

    @property
    def about(self) -> Any:
        """The project, session, person or structure; else the edition."""
        return self.project or self.session or self.person or self.structure or self.cohort

    @property
    def is_over(self) -> bool:
        """Its time is over: the file is no longer given, and goes out of storage with the night's work."""
        return self.expires_at < timezone.now()

    @property
    def is_available(self) -> bool:
        return self.file_id is not None and not self.is_over
