"""What changes an edition: opened, changed, cloned, given a facilitator; and the content, loaded and published."""

from .content import load_content
from .editions import assign_facilitator, change_cohort, clone_cohort, open_cohort

__all__ = ["assign_facilitator", "change_cohort", "clone_cohort", "load_content", "open_cohort"]
