import datetime as dt

import factory
from django.utils import timezone

from core.models import Job
from reports.enums import DocumentKind
from reports.models import Document


class JobFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Job

    name = "reports.render_document"


class DocumentFactory(factory.django.DjangoModelFactory):
    """A programme report that waits for its worker."""

    class Meta:
        model = Document

    kind = DocumentKind.PROGRAMME
    cohort = factory.SubFactory("tests.factories.cohorts.CohortFactory")
    language = "fr"
    requested_by = factory.SubFactory("tests.factories.people.UserFactory", administrator=True)
    job = factory.SubFactory(JobFactory)
    expires_at = factory.LazyFunction(lambda: timezone.now() + dt.timedelta(days=30))
