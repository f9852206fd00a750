"""Every number about projects, with its definition. No sentence and no formatting here."""

from .cooperations import (
    Counts,
    counts_by_cohort,
    counts_by_project,
    participants_active,
    participants_ever,
    project_participants_active,
    project_participants_ever,
    project_structures_active,
    project_structures_ever,
    structures_active,
    structures_ever,
)
from .engagement import ActionDone, actions_done, declared_hours
from .follow_up import ActionCounts, action_counts, action_counts_by_project
from .stakes import Shift, shifts

__all__ = [
    "ActionCounts",
    "ActionDone",
    "Counts",
    "Shift",
    "action_counts",
    "action_counts_by_project",
    "actions_done",
    "counts_by_cohort",
    "counts_by_project",
    "declared_hours",
    "participants_active",
    "participants_ever",
    "project_participants_active",
    "project_participants_ever",
    "project_structures_active",
    "project_structures_ever",
    "shifts",
    "structures_active",
    "structures_ever",
]
