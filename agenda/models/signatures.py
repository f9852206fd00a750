"""The attendance sheet as evidence: its signatures, its seal, its scans, and what was added after it was sealed."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agenda.enums import Half, Presence, Way
from agenda.ink import path_of
from core.models import AppendOnlyQuerySet, StoredFile
from projects.models import Structure

from .attendances import Attendance, WalkIn
from .sessions import Session


class Sheet(models.Model):
    """The sheet of a session (*feuille d'émargement*): the code by which it is signed, and its seal.

    `content` is the canonical JSON of all that it said when it was sealed, `digest` its SHA-256.
    """

    session = models.OneToOneField(Session, on_delete=models.PROTECT, related_name="sheet")
    code = models.CharField(max_length=8, unique=True)
    opened_at = models.DateTimeField(null=True, default=None)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    sealed_at = models.DateTimeField(null=True, default=None)
    sealed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    content = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)
    is_example = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sealed_at__isnull=True, sealed_by__isnull=True, digest="", content="")
                | (Q(sealed_at__isnull=False, sealed_by__isnull=False) & ~Q(digest="") & ~Q(content="")),
                name="a_seal_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} · {self.code}"

    @property
    def is_open(self) -> bool:
        """Whether it takes signatures."""
        return self.opened_at is not None and self.sealed_at is None

    @property
    def is_sealed(self) -> bool:
        return self.sealed_at is not None


class ScanQuerySet(models.QuerySet["Scan"]):
    def visible_to(self, user: Any) -> "ScanQuerySet":
        """The team's affair: a scan shows everybody's signature."""
        if not user.is_authenticated:
            return self.none()
        if user.is_administrator:
            return self
        return self.filter(sheet__session__cohort__facilitations__user=user)


class Scan(models.Model):
    """The paper sheet, signed by hand and scanned; the lines read on it say so."""

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="scans")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="scan")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    objects = ScanQuerySet.as_manager()

    class Meta:
        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return f"{self.sheet_id} · {self.file_id}"


class SignatureQuerySet(models.QuerySet["Signature"]):
    def visible_to(self, user: Any) -> "SignatureQuerySet":
        """The team's affair; a person reads their own on the page of the session."""
        if not user.is_authenticated:
            return self.none()
        if user.is_administrator:
            return self
        return self.filter(sheet__session__cohort__facilitations__user=user)

    def standing(self) -> "SignatureQuerySet":
        """Those that nobody withdrew."""
        return self.filter(withdrawn_at__isnull=True)


class Signature(models.Model):
    """One signature for one half-day: of who is invited, of who walked in, or of a facilitator who countersigns.

    It is never changed; one given in error is withdrawn before the sheet is sealed, with a reason. `signed_at` is when
    the person signed, `received_at` when the server learnt of it: the network may have been away in between. `key` is
    chosen by the device, so that sending twice is signing once. `ink` holds the strokes, without time or pressure.
    """

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="signatures")
    line = models.ForeignKey(Attendance, on_delete=models.PROTECT, related_name="signatures", null=True, blank=True)
    walk_in = models.ForeignKey(WalkIn, on_delete=models.PROTECT, related_name="signatures", null=True, blank=True)
    countersigner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="countersignatures", null=True, blank=True
    )
    half = models.CharField(max_length=10, choices=Half)
    way = models.CharField(max_length=10, choices=Way)
    name = models.CharField(max_length=120)
    structure = models.ForeignKey(Structure, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    ink = models.JSONField(default=list, blank=True)
    signed_at = models.DateTimeField()
    received_at = models.DateTimeField()
    is_late = models.BooleanField(default=False)
    witness = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    scan = models.ForeignKey(Scan, on_delete=models.PROTECT, related_name="signatures", null=True, blank=True)
    key = models.UUIDField(unique=True)
    withdrawn_at = models.DateTimeField(null=True, default=None)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    withdrawal_reason = models.CharField(max_length=300, blank=True)

    objects = SignatureQuerySet.as_manager()

    class Meta:
        ordering = ["signed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["line", "half"], condition=Q(withdrawn_at__isnull=True), name="one_signature_per_line_and_half"
            ),
            models.UniqueConstraint(
                fields=["walk_in", "half"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_signature_per_walk_in_and_half",
            ),
            models.UniqueConstraint(
                fields=["sheet", "countersigner", "half"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_countersignature_per_person_and_half",
            ),
            models.CheckConstraint(
                condition=Q(line__isnull=False, walk_in__isnull=True, countersigner__isnull=True)
                | Q(line__isnull=True, walk_in__isnull=False, countersigner__isnull=True)
                | Q(line__isnull=True, walk_in__isnull=True, countersigner__isnull=False),
                name="a_signature_is_of_one_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.half}"

    @property
    def path(self) -> str:
        """The strokes as the path of an SVG of ink.WIDTH by ink.HEIGHT."""
        return path_of(self.ink)

    @property
    def was_kept(self) -> bool:
        """Whether the device kept it for a while before the server learnt of it; paper is no device."""
        return self.way != Way.PAPER and (self.received_at - self.signed_at).total_seconds() > 60


class Addendum(models.Model):
    """What was added after the seal (*avenant*): a reason, its author, and what a line is now to be read as.

    Each one seals what came before: its digest covers the digest of the sheet or of the addendum before it.
    `arrived` holds a signature that a device had kept and that came too late for the sheet.
    """

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="addenda")
    line = models.ForeignKey(Attendance, on_delete=models.PROTECT, related_name="addenda", null=True, blank=True)
    walk_in = models.ForeignKey(WalkIn, on_delete=models.PROTECT, related_name="addenda", null=True, blank=True)
    presence = models.CharField(_("attendance"), max_length=12, choices=Presence, blank=True)
    reason = models.TextField(_("reason"), max_length=1000)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    author_name = models.CharField(max_length=120)
    written_at = models.DateTimeField()
    arrived = models.JSONField(default=dict, blank=True)
    key = models.UUIDField(unique=True)
    digest = models.CharField(max_length=64)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["written_at", "pk"]

    def __str__(self) -> str:
        return f"{self.sheet_id} · {self.written_at:%Y-%m-%d %H:%M}"
