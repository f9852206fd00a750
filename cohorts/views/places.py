"""What an address of editions names: shown only to who may see it."""

from cohorts.models import Cohort
from core.gate import one

cohort_of = one(Cohort, slug="cohort", prepare=lambda rows: rows.select_related("content"))
