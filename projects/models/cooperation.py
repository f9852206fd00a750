"""Structures cooperate in projects, with dates: a figure says *ever* or *on a date*, never just "members"."""

from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from stdnum.fr import siret

from cohorts.models import Cohort, Facilitation, Territory
from core.dates import today
from projects.validators import check_rna, check_siret


class StructureQuerySet(models.QuerySet["Structure"]):
    def visible_to(self, user: Any) -> "StructureQuerySet":
        """Those that take or took part in a project the person sees."""
        if not user.is_authenticated:
            return self.none()
        if user.is_administrator:
            return self
        return self.filter(pk__in=Membership.objects.visible_to(user).values("structure"))


class Structure(models.Model):
    """An organisation (*structure membre*). SIRET and RNA are checked when given; none is fine."""

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=160)
    siret = models.CharField(_("SIRET"), max_length=14, blank=True)
    rna = models.CharField(_("RNA"), max_length=10, blank=True)
    town = models.CharField(_("town"), max_length=120, blank=True)
    presentation = models.TextField(_("presentation"), blank=True, max_length=2000)
    is_example = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = StructureQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["siret"],
                condition=~Q(siret=""),
                name="one_structure_per_siret",
                violation_error_message=_("A structure with this SIRET exists already."),
            ),
            models.UniqueConstraint(
                fields=["rna"],
                condition=~Q(rna=""),
                name="one_structure_per_rna",
                violation_error_message=_("A structure with this RNA number exists already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("projects:structure", args=[self.slug])

    def clean(self) -> None:
        """Refuses a wrong SIRET or RNA, each beside its field."""
        wrong = {}
        for field, check in (("siret", check_siret), ("rna", check_rna)):
            try:
                check(getattr(self, field))
            except ValidationError as error:
                wrong[field] = error
        if wrong:
            raise ValidationError(wrong)

    @property
    def siret_spaced(self) -> str:
        return siret.format(self.siret) if self.siret else ""

    @property
    def rna_spaced(self) -> str:
        """W 751 234 567: three by three, as people read it aloud."""
        return " ".join((self.rna[:1], self.rna[1:4], self.rna[4:7], self.rna[7:])) if self.rna else ""


class ProjectQuerySet(models.QuerySet["Project"]):
    def visible_to(self, user: Any) -> "ProjectQuerySet":
        """Administrators see all, facilitators those of their cohorts, participants theirs, past ones included."""
        if not user.is_authenticated:
            return self.none()
        if user.is_administrator:
            return self
        ties = Q(cohort__facilitations__user=user) | Q(memberships__participants__user=user)
        return self.filter(pk__in=self.model.objects.filter(ties).values("pk"))


class Project(models.Model):
    """A cooperation project (*projet de coopération*)."""

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=160)
    purpose = models.TextField(_("purpose"), max_length=2000)
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="projects", verbose_name=_("cohort"))
    territory = models.ForeignKey(
        Territory, on_delete=models.PROTECT, related_name="projects", verbose_name=_("territory"), null=True, blank=True
    )
    structures = models.ManyToManyField(Structure, through="Membership", related_name="projects")
    is_example = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ["cohort", "name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("desk:project", args=[self.slug])


class MembershipQuerySet(models.QuerySet["Membership"]):
    def visible_to(self, user: Any) -> "MembershipQuerySet":
        """The team sees those of its cohorts; a participant those of the project that had begun by the last day of
        their own part, so that whoever left does not learn who came after."""
        if not user.is_authenticated:
            return self.none()
        if user.is_administrator:
            return self
        team = Facilitation.objects.filter(user=user, cohort=OuterRef("project__cohort"))
        part = Participant.objects.filter(user=user, membership__project=OuterRef("project")).lasting_on("joined_on")
        return self.filter(Exists(team) | Exists(part))

    def active_on(self, day: date) -> "MembershipQuerySet":
        """Those in force on a day: the day of joining and the last day are included."""
        return self.filter(Q(left_on__isnull=True) | Q(left_on__gte=day), joined_on__lte=day)


class Membership(models.Model):
    """A structure's part in a project (*participation d'une structure*). `left_on` is its last day."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="memberships")
    structure = models.ForeignKey(Structure, on_delete=models.PROTECT, related_name="memberships")
    joined_on = models.DateField(_("joined on"))
    left_on = models.DateField(_("left on"), null=True, blank=True)
    leaving_reason = models.CharField(_("reason for leaving"), max_length=300, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["project", "joined_on", "structure__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "structure"],
                condition=Q(left_on__isnull=True),
                name="one_open_membership",
                violation_error_message=_("This structure is a member already."),
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("joined_on")),
                name="membership_ends_after_it_starts",
                violation_error_message=_("A structure leaves after it joined."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.structure} · {self.project}"

    def is_active_on(self, day: date) -> bool:
        return self.joined_on <= day and (self.left_on is None or self.left_on >= day)


class ParticipantQuerySet(models.QuerySet["Participant"]):
    def visible_to(self, user: Any) -> "ParticipantQuerySet":
        """As for memberships: those who had started by the last day of the reader's own part."""
        if not user.is_authenticated:
            return self.none()
        if user.is_administrator:
            return self
        team = Facilitation.objects.filter(user=user, cohort=OuterRef("membership__project__cohort"))
        part = Participant.objects.filter(user=user, membership__project=OuterRef("membership__project"))
        return self.filter(Exists(team) | Exists(part.lasting_on("starts_on")))

    def lasting_on(self, outer_day: str) -> "ParticipantQuerySet":
        """Inside a subquery: parts not over on the day that the outer row gives."""
        day = OuterRef(outer_day)
        return self.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=day),
            Q(membership__left_on__isnull=True) | Q(membership__left_on__gte=day),
        )

    def active_on(self, day: date) -> "ParticipantQuerySet":
        """People who take part on a day, in a structure that does."""
        return self.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=day),
            Q(membership__left_on__isnull=True) | Q(membership__left_on__gte=day),
            starts_on__lte=day,
            membership__joined_on__lte=day,
        )

    def current(self) -> "ParticipantQuerySet":
        return self.active_on(today())


class Participant(models.Model):
    """A person who carries a project for a structure (*porteur·se de projet*), with dates."""

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="participants")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="participations")
    starts_on = models.DateField(_("since"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        ordering = ["membership", "user__name"]
        constraints = [
            models.UniqueConstraint(fields=["membership", "user"], name="one_participation_per_person"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="participation_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.membership}"

    @property
    def last_day(self) -> date | None:
        """The last day of this person's part: their own or their structure's, whichever comes first."""
        ends = [day for day in (self.ends_on, self.membership.left_on) if day is not None]
        return min(ends) if ends else None
