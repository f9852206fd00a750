"""What the pages of documents list."""

from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from cohorts.models import Cohort
from projects.models import Project

from .models import SUBJECTS, Document


def documents_for(user: Any) -> QuerySet[Document]:
    """The documents that the person may read, newest first."""
    return Document.objects.visible_to(user).select_related("job", "file", "cohort", "requested_by", *SUBJECTS)


def projects_to_ask(user: Any) -> QuerySet[Project]:
    """Those whose logbook the person may ask for."""
    return Project.objects.visible_to(user).order_by("-cohort__starts_on", "name")


def cohorts_to_ask(user: Any) -> QuerySet[Cohort]:
    """Those whose programme report the person may ask for."""
    cohorts = Cohort.objects.order_by("-starts_on", "name")
    return cohorts if user.is_administrator else cohorts.filter(facilitations__user=user)


def person_of(cohort: Cohort, key: str) -> User | None:
    """Somebody who takes or took part in this cohort, by the key of their account."""
    if not key.isdigit() or len(key) > 18:
        return None
    return User.objects.filter(participations__membership__project__cohort=cohort, pk=key).distinct().first()
