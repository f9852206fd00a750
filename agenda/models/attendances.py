"""Who is invited to a session, what they answered and whether they came; and who came without being invited."""

from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agenda.enums import Presence, Reply, Source
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
        """Lines that say that the person came or was absent; one may be excused long before the session."""
        return self.exclude(presence__in=[Presence.EXPECTED, Presence.EXCUSED])


class Attendance(models.Model):
    """One person at one session: what they answered, whether they came, and the structure they stood for that day."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="attendances")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="attendances")
    structure = models.ForeignKey(Structure, on_delete=models.PROTECT, related_name="attendances")
    reply = models.CharField(_("answer"), max_length=10, choices=Reply, default=Reply.NONE)
    presence = models.CharField(_("attendance"), max_length=12, choices=Presence, default=Presence.EXPECTED)
    source = models.CharField(max_length=10, choices=Source, default=Source.NONE, blank=True)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "participant"], name="one_line_per_person_and_session")
        ]

    def __str__(self) -> str:
        return f"{self.participant_id} · {self.session_id}: {self.presence}"

    @property
    def person(self) -> str:
        """The name read on the sheet."""
        return str(self.participant.user)

    @property
    def stood_for(self) -> str:
        """The structure that the person stood for that day."""
        return self.structure.name

    @property
    def said_role(self) -> str:
        """What the sheet says under the name."""
        return gettext("project bearer")


class WalkInQuerySet(models.QuerySet["WalkIn"]):
    def visible_to(self, user: Any) -> "WalkInQuerySet":
        """The team's affair: who walked in has no account."""
        if not user.is_authenticated:
            return self.none()
        return self if user.is_administrator else self.filter(session__cohort__facilitations__user=user)


class WalkIn(models.Model):
    """Somebody who came without being invited: for a structure of the programme, or a guest. No account is needed.

    They sign like everybody and count in no rate, which are about those who were expected; but the structure they came
    for was in the room.
    """

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="walk_ins")
    name = models.CharField(_("name"), max_length=120)
    structure = models.ForeignKey(
        Structure, on_delete=models.PROTECT, related_name="walk_ins", null=True, blank=True, verbose_name=_("structure")
    )
    organisation = models.CharField(_("organisation"), max_length=160, blank=True)
    role = models.CharField(_("role"), max_length=80, blank=True)
    presence = models.CharField(_("attendance"), max_length=12, choices=Presence, default=Presence.PRESENT)
    source = models.CharField(max_length=10, choices=Source, default=Source.TEAM)
    key = models.UUIDField(unique=True)

    objects = WalkInQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(presence__in=[Presence.PRESENT, Presence.LATE, Presence.LEFT_EARLY]),
                name="who_walked_in_came",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.session_id}"

    @property
    def person(self) -> str:
        """The name read on the sheet."""
        return self.name

    @property
    def stood_for(self) -> str:
        """The structure, or the organisation that a guest named."""
        return self.structure.name if self.structure else self.organisation

    @property
    def said_role(self) -> str:
        """What the sheet says under the name."""
        return self.role or gettext("guest")
