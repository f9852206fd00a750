"""Meeting slots: hours that facilitators offer, of which a project or one of its structures books its meeting."""

from datetime import date
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agenda.enums import OfferedTo
from cohorts.models import Cohort, Facilitation
from core.dates import paris_day
from core.timetable import Interval
from projects.models import Participant

from .sessions import Session
from .venues import Venue

LONGEST_NOTICE = 24 * 30


class SlotOfferQuerySet(models.QuerySet["SlotOffer"]):
    def visible_to(self, user: Any) -> "SlotOfferQuerySet":
        """The team's affair; those who carry a project meet the slots on the page of their project."""
        if not user.is_authenticated:
            return self.none()
        if user.is_administrator:
            return self
        return self.filter(Exists(Facilitation.objects.filter(cohort=OuterRef("cohort"), user=user)))


class SlotOffer(models.Model):
    """Slots offered together: by whom (one facilitator or a pair), to whom, where, and until how many hours before each
    it may still be booked, moved or cancelled."""

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="slot_offers", verbose_name=_("cohort"))
    facilitators = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="slot_offers", verbose_name=_("facilitators")
    )
    venue = models.ForeignKey(
        Venue, on_delete=models.PROTECT, related_name="slot_offers", null=True, blank=True, verbose_name=_("place")
    )
    offered_to = models.CharField(_("offered to"), max_length=12, choices=OfferedTo, default=OfferedTo.PROJECTS)
    note = models.CharField(_("note"), max_length=300, blank=True)
    notice_hours = models.PositiveSmallIntegerField(
        _("hours of notice"), default=48, validators=[MaxValueValidator(LONGEST_NOTICE)]
    )
    is_example = models.BooleanField(default=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="slot_offers_made")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SlotOfferQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.cohort} · {self.created_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("agenda:slot_offer", args=[self.pk])

    def is_for(self, structure: Any) -> bool:
        """Whether a structure alone may book its slots, or a whole project where none is given."""
        return self.offered_to in (OfferedTo.BOTH, OfferedTo.STRUCTURES if structure else OfferedTo.PROJECTS)


class SlotQuerySet(models.QuerySet["Slot"]):
    def visible_to(self, user: Any) -> "SlotQuerySet":
        """The team sees those of its cohorts, whoever takes part in the cohort today those that are not withdrawn."""
        if not user.is_authenticated:
            return self.none()
        if user.is_administrator:
            return self
        facilitated = Facilitation.objects.filter(cohort=OuterRef("offer__cohort"), user=user)
        part = Participant.objects.filter(user=user, membership__project__cohort=OuterRef("offer__cohort")).current()
        return self.filter(Exists(facilitated) | (Exists(part) & Q(withdrawn_at=None)))


class Slot(models.Model):
    """One slot. `session` is the meeting booked on it; a meeting that was cancelled or moved elsewhere frees it."""

    offer = models.ForeignKey(SlotOffer, on_delete=models.CASCADE, related_name="slots")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    session = models.OneToOneField(Session, on_delete=models.PROTECT, related_name="slot", null=True, default=None)
    withdrawn_at = models.DateTimeField(null=True, default=None)

    objects = SlotQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["starts_at"], name="slot_in_time")]
        constraints = [
            models.UniqueConstraint(fields=["offer", "starts_at"], name="one_slot_per_offer_and_start"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="slot_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def hours(self) -> Interval:
        return Interval(self.starts_at, self.ends_at)

    @property
    def day(self) -> date:
        """The day in Paris."""
        return paris_day(self.starts_at)

    @property
    def is_booked(self) -> bool:
        """Whether its meeting stands, on these very hours."""
        meeting = self.session
        return meeting is not None and not meeting.is_cancelled and meeting.starts_at == self.starts_at
