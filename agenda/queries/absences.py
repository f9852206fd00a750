"""Who is away, and for whom one may say so."""

from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import User
from agenda.models import Absence, AbsenceQuerySet
from cohorts.queries import team_cohorts
from core.dates import today


def absences(user: Any) -> AbsenceQuerySet:
    """The absences that are not over and that this person sees, soonest first."""
    rows = Absence.objects.visible_to(user).filter(last_day__gte=today()).select_related("user", "declared_by")
    return rows.order_by("first_day", "user__name", "pk")


def may_be_away(user: Any) -> QuerySet[User]:
    """Those for whom this person declares absences: themselves; the team also the people of its editions."""
    if not user.is_team:
        return User.objects.filter(pk=user.pk)
    cohorts = team_cohorts(user).values("pk")
    ours = Q(facilitations__cohort__in=cohorts) | Q(participations__membership__project__cohort__in=cohorts)
    found = User.objects.filter(ours).order_by().values("pk")
    return User.objects.filter(Q(pk__in=found) | Q(pk=user.pk)).order_by("name", "pk")
