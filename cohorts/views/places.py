"""What an address of editions names: shown only to who may see it."""

from django.http import Http404

from cohorts.models import Cohort, ContentVersion
from core.gate import one

cohort_of = one(Cohort, slug="cohort", prepare=lambda rows: rows.select_related("content"))


version_of = one(
    ContentVersion, number="number", prepare=lambda rows: rows.select_related("based_on").prefetch_related("cohorts")
)


def axis_of(request, number, axis):
    """An axis of a version, with the version."""
    version = version_of(request, number=number)
    found = version.axes.filter(slug=axis).first()
    if found is None:
        raise Http404
    return version, found


def round_of(request, cohort, position):
    found = cohort_of(request, cohort=cohort).rounds.select_related("cohort").filter(position=position).first()
    if found is None:
        raise Http404
    return found
