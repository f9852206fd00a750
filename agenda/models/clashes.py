"""How strictly an edition looks at what stands in the way of a session, and the warnings that somebody passed."""

from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from agenda.enums import ClashLevel, Rule
from cohorts.models import Cohort, Facilitation

from .sessions import Session


class ClashRuleQuerySet(models.QuerySet["ClashRule"]):
    def visible_to(self, user: Any) -> "ClashRuleQuerySet":
        if not user.is_authenticated:
            return self.none()
        if user.is_administrator:
            return self
        return self.filter(Exists(Facilitation.objects.filter(cohort=OuterRef("cohort"), user=user)))


class ClashRule(models.Model):
    """How strictly one edition takes one rule; without a row the rule has its usual level (`queries.levels`)."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="clash_rules")
    rule = models.CharField(_("rule"), max_length=12, choices=Rule)
    level = models.CharField(_("level"), max_length=20, choices=ClashLevel)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)

    objects = ClashRuleQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cohort", "rule"], name="one_level_per_rule_and_cohort")]

    def __str__(self) -> str:
        return f"{self.cohort_id} · {self.rule}: {self.level}"


class PassedWarningQuerySet(models.QuerySet["PassedWarning"]):
    def visible_to(self, user: Any) -> "PassedWarningQuerySet":
        """The team of the session's edition."""
        if not user.is_authenticated:
            return self.none()
        if user.is_administrator:
            return self
        return self.filter(Exists(Facilitation.objects.filter(cohort=OuterRef("session__cohort"), user=user)))


class PassedWarning(models.Model):
    """A warning that somebody passed, with their reason. `key` tells the same clash from another; `facts` and `other`
    are what its sentence is made of again, for each reader as they may see it. It `holds` as long as the session stands
    where the warning is true."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="passed_warnings")
    rule = models.CharField(max_length=12, choices=Rule)
    key = models.CharField(max_length=120)
    other = models.ForeignKey(Session, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    facts = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    reason = models.CharField(_("reason"), max_length=500)
    passed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    passed_at = models.DateTimeField(auto_now_add=True)
    holds = models.BooleanField(default=True)

    objects = PassedWarningQuerySet.as_manager()

    class Meta:
        ordering = ["passed_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["session", "key"], name="one_reason_per_warning")]

    def __str__(self) -> str:
        return f"{self.session_id} · {self.key}"
