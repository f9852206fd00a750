"""The library: tools, documents, links and lessons, by axis, with who made them and under which licence."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.enums import Licence, ResourceKind
from core.models import StoredFile

from .edition import Cohort


class ResourceQuerySet(models.QuerySet["Resource"]):
    def visible_to(self, user: Any) -> "ResourceQuerySet":
        """The team reads all; whoever has or had a part in an edition, what is on the shelf."""
        if not user.is_authenticated:
            return self.none()
        if user.is_team:
            return self
        tie = Cohort.objects.visible_to(user).order_by()
        return self.filter(Exists(tie), withdrawn_at__isnull=True)

    def on_axis(self, slug: str) -> "ResourceQuerySet":
        """On the shelf of an axis, whole or by one of its questions."""
        return self.filter(Exists(ResourcePlace.objects.filter(resource=OuterRef("pk"), axis=slug)))


class Resource(models.Model):
    """Something to read or to use: a file, an address, or a lesson in its own words. `withdrawn_at` is set while it is
    off the shelf; sessions that used it go on naming it to the team."""

    kind = models.CharField(_("kind"), max_length=10, choices=ResourceKind)
    title = models.CharField(_("title"), max_length=160)
    summary = models.TextField(_("what it is good for"), blank=True, max_length=2000)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="fr")
    author = models.CharField(_("author"), max_length=160)
    licence = models.CharField(_("licence"), max_length=20, choices=Licence)
    url = models.URLField(_("address"), max_length=500, blank=True)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    is_example = models.BooleanField(default=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, default=None)

    objects = ResourceQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=ResourceKind.LESSON) | ~Q(url="") | Q(file__isnull=False),
                name="resource_leads_somewhere",
                violation_error_message=_("Give a file or an address: only a lesson stands by its own words."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{reverse('cohorts:resources')}#resource-{self.pk}"


class ResourcePlace(models.Model):
    """Where a resource stands: an axis, or one question of it. By their words, which go on from one version of the
    content to the next."""

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="places")
    axis = models.SlugField(max_length=60)
    question = models.SlugField(max_length=60, blank=True)

    class Meta:
        ordering = ["axis", "question"]
        constraints = [models.UniqueConstraint(fields=["resource", "axis", "question"], name="one_place_of_a_resource")]

    def __str__(self) -> str:
        return f"{self.axis}/{self.question}" if self.question else self.axis
