"""Who is invited to a session, what they answered and whether they came."""

from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from agenda.enums import Presence, Reply
from cohorts.models import Facilitation
from projects.models import Participant, Structure

from .sessions import Session


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def visible_to(self, user: Any) -> "AttendanceQuerySet":
        """The team sees the lines of its cohorts, a person their own ones in the sessions they see."""
        if not user.is_authenticated:
            return self.none()
        if user.is_administrator:
            return self
        facilitated = Facilitation.objects.filter(cohort=OuterRef("session__cohort"), user=user)
        own = Q(participant__user=user, session__in=Session.objects.visible_to(user))
        return self.filter(Exists(facilitated) | own)

    def blank(self) -> "AttendanceQuerySet":
        """Lines that say nothing yet: no answer, and no word on who came."""
        return self.filter(reply=Reply.NONE, presence=Presence.EXPECTED)

    def taken(self) -> "AttendanceQuerySet":
        """Lines that say whether the person came."""
        return self.exclude(presence=Presence.EXPECTED)


class Attendance(models.Model):
    """One person at one session: what they answered, whether they came, and the structure they stood for that day."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="attendances")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="attendances")
    structure = models.ForeignKey(Structure, on_delete=models.PROTECT, related_name="attendances")
    reply = models.CharField(_("answer"), max_length=10, choices=Reply, default=Reply.NONE)
    presence = models.CharField(_("attendance"), max_length=12, choices=Presence, default=Presence.EXPECTED)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "participant"], name="one_line_per_person_and_session")
        ]

    def __str__(self) -> str:
        return f"{self.participant_id} · {self.session_id}: {self.presence}"
