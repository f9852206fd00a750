"""Who comes: funders, project bearers, their people, and the links by which they come back to their own page.

Guests are neither participants nor members of the cohort, and count in no figure of it.
"""

from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.access import facilitated_cohorts
from funding_day.enums import FunderKind, Instrument, Side, Stage, Standing
from projects.access import current_participations
from projects.models import Project

from .days import FundingDay


class GuestQuerySet(models.QuerySet[Any]):
    def expected(self) -> "GuestQuerySet":
        return self.filter(standing=Standing.EXPECTED)

    def visible_to(self, user: Any) -> "GuestQuerySet":
        """Whose page a person may open: every guest for the team, and the bearer that stands for one's own project."""
        if not user.is_authenticated:
            return self.none()
        if user.is_administrator:
            return self
        ties = Q(day__cohort__in=facilitated_cohorts(user))
        if self.model is Bearer:
            ties |= Q(project__in=[project for project, _structure in current_participations(user)])
        return self.filter(ties)


class GuestBase(models.Model):
    """What a funder and a bearer have in common. `least` and `most` replace the morning's own limits."""

    contact = models.CharField(_("person"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), max_length=254, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    language = models.CharField(max_length=5, choices=settings.LANGUAGES, default="fr")
    territories = models.CharField(_("territories"), max_length=300, blank=True)
    themes = models.CharField(_("themes"), max_length=300, blank=True)
    least = models.PositiveSmallIntegerField(_("meetings, at least"), null=True, blank=True)
    most = models.PositiveSmallIntegerField(_("meetings, at most"), null=True, blank=True)
    standing = models.CharField(max_length=10, choices=Standing, default=Standing.EXPECTED)
    wishes_said_at = models.DateTimeField(null=True, default=None)
    is_example = models.BooleanField(default=False)

    objects = GuestQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def has_spoken(self) -> bool:
        """Whether it has said its wishes itself."""
        return self.wishes_said_at is not None


def _least_below_most(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(least=None) | Q(most=None) | Q(most__gte=F("least")),
        name=name,
        violation_error_message=_("A minimum is above its maximum: change one of the two."),
    )


class Funder(GuestBase):
    """An organisation that comes to the morning."""

    day = models.ForeignKey(FundingDay, on_delete=models.CASCADE, related_name="funders")
    organisation = models.CharField(_("organisation"), max_length=160)
    kind = models.CharField(_("kind"), max_length=20, choices=FunderKind)
    instruments = models.JSONField(_("forms of funding"), default=list, blank=True)
    stages = models.JSONField(_("stages"), default=list, blank=True)
    amount_from = models.DecimalField(_("from"), max_digits=12, decimal_places=2, null=True, blank=True)
    amount_to = models.DecimalField(_("up to"), max_digits=12, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering = ["organisation"]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "organisation"],
                name="one_funder_per_organisation",
                violation_error_message=_("This organisation is registered already."),
            ),
            models.CheckConstraint(
                condition=Q(amount_from=None) | Q(amount_to=None) | Q(amount_to__gte=F("amount_from")),
                name="amounts_rise",
                violation_error_message=_("The smallest amount is above the greatest: change one of the two."),
            ),
            _least_below_most("funder_least_below_most"),
        ]

    def __str__(self) -> str:
        return self.organisation

    side = Side.FUNDER

    @property
    def key(self) -> str:
        """Its name for the planner; sorts the same way every time."""
        return f"f{self.pk:06}"

    @property
    def said_instruments(self) -> list[str]:
        return [str(Instrument(value).label) for value in self.instruments]

    @property
    def said_stages(self) -> list[str]:
        return [str(Stage(value).label) for value in self.stages]


class Bearer(GuestBase):
    """A project bearer who meets the funders, with a one-page card; without a project of ours, a guest from outside."""

    day = models.ForeignKey(FundingDay, on_delete=models.CASCADE, related_name="bearers")
    name = models.CharField(_("name of the project"), max_length=160)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, null=True, blank=True, related_name="bearers")
    pitch = models.CharField(_("in one sentence"), max_length=240, blank=True)
    story = models.TextField(_("the project"), max_length=2400, blank=True)
    need = models.TextField(_("what we come to look for"), max_length=1200, blank=True)
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, blank=True)
    amount = models.DecimalField(_("amount sought"), max_digits=12, decimal_places=2, null=True, blank=True)
    shows_amount = models.BooleanField(_("show the amount to funders"), default=True)
    shows_contact = models.BooleanField(_("show our address to funders"), default=False)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["day", "name"], name="one_bearer_per_name"),
            models.UniqueConstraint(
                fields=["day", "project"],
                name="one_bearer_per_project",
                violation_error_message=_("This project comes already."),
            ),
            _least_below_most("bearer_least_below_most"),
        ]

    def __str__(self) -> str:
        return self.name

    side = Side.BEARER

    @property
    def key(self) -> str:
        return f"b{self.pk:06}"


Guest = Funder | Bearer


class VisitorQuerySet(models.QuerySet["Visitor"]):
    def of_day(self, day: FundingDay) -> "VisitorQuerySet":
        return self.filter(Q(funder__day=day) | Q(bearer__day=day))


class Visitor(models.Model):
    """A person who comes for a funder or a project, the hours they are there, and whether they have come.

    Hours are those of the clock on the day; empty ones mean the whole
    morning. Printing a badge is not presence: only `arrived_at` is.
    """

    funder = models.ForeignKey(Funder, on_delete=models.CASCADE, null=True, blank=True, related_name="visitors")
    bearer = models.ForeignKey(Bearer, on_delete=models.CASCADE, null=True, blank=True, related_name="visitors")
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=120, blank=True)
    here_from = models.TimeField(null=True, blank=True)
    here_until = models.TimeField(null=True, blank=True)
    arrived_at = models.DateTimeField(null=True, blank=True)
    is_no_show = models.BooleanField(default=False)

    objects = VisitorQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(funder=None, bearer__isnull=False) | Q(funder__isnull=False, bearer=None),
                name="a_visitor_comes_for_one_guest",
            ),
            models.CheckConstraint(
                condition=Q(here_from=None) | Q(here_until=None) | Q(here_until__gt=F("here_from")),
                name="a_visitor_leaves_after_coming",
                violation_error_message=_("The hour of leaving comes before the hour of arrival."),
            ),
            models.CheckConstraint(
                condition=Q(arrived_at=None) | Q(is_no_show=False), name="who_has_arrived_is_no_no_show"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def guest(self) -> "Guest":
        return self.funder or self.bearer  # type: ignore[return-value]  # one of the two, by constraint


class Registration(models.Model):
    """What somebody typed on the public page; it becomes a funder or a bearer once the link of its mail is confirmed.

    Nobody learns from the public page whether an address is known: each registration is written and mailed alike.
    """

    day = models.ForeignKey(FundingDay, on_delete=models.CASCADE, related_name="registrations")
    side = models.CharField(max_length=10, choices=Side)
    email = models.EmailField(max_length=254)
    data = models.JSONField(encoder=DjangoJSONEncoder)
    language = models.CharField(max_length=5, choices=settings.LANGUAGES, default="fr")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, default=None)

    class Meta:
        indexes = [models.Index(fields=["day", "email"], name="registration_of_address")]

    def __str__(self) -> str:
        return f"{self.day_id} {self.side} {self.email}"


class GuestLink(models.Model):
    """A secret address by which a guest without an account comes back to its own page; only its digest is kept."""

    funder = models.ForeignKey(Funder, on_delete=models.CASCADE, null=True, blank=True, related_name="links")
    bearer = models.ForeignKey(Bearer, on_delete=models.CASCADE, null=True, blank=True, related_name="links")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, default=None)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(funder=None, bearer__isnull=False) | Q(funder__isnull=False, bearer=None),
                name="a_link_leads_to_one_guest",
            )
        ]

    def __str__(self) -> str:
        return f"link {self.pk}"

    @property
    def guest(self) -> "Guest":
        return self.funder or self.bearer  # type: ignore[return-value]  # one of the two, by constraint
