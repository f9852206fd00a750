"""What changes an edition: opened, changed, cloned, given a facilitator; the content, loaded and published; experts."""

from .content import load_content
from .editions import assign_facilitator, change_cohort, clone_cohort, open_cohort
from .experts import change_expert, create_expert

__all__ = [
    "assign_facilitator",
    "change_cohort",
    "change_expert",
    "clone_cohort",
    "create_expert",
    "load_content",
    "open_cohort",
]
