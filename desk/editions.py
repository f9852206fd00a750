"""Starting an edition from another: its own settings are copied below, those that each app keeps of it here."""

from typing import Any

from django.db import transaction

from agenda.actions import copy_clash_rules
from cohorts.actions import clone_cohort
from cohorts.models import Cohort


@transaction.atomic
def clone_edition(*, actor: Any, source: Cohort, **values: Any) -> Cohort:
    """A new edition like another (`cohorts.actions.clone_cohort`), with how strictly it takes what stands in the way of
    a session. Refuses what that refuses, and copies nothing then."""
    cohort = clone_cohort(actor=actor, source=source, **values)
    copy_clash_rules(actor=actor, source=source, cohort=cohort)
    return cohort
