"""What an address of editions names: shown only to who may see it."""

from django.http import Http404

from cohorts.models import Cohort
from core.gate import one

cohort_of = one(Cohort, slug="cohort", prepare=lambda rows: rows.select_related("content"))


def round_of(request, cohort, position):
    found = cohort_of(request, cohort=cohort).rounds.select_related("cohort").filter(position=position).first()
    if found is None:
        raise Http404
    return found
