"""What changes an edition: opened, changed, cloned, its team and its rounds; the content, loaded and published; experts."""

from .content import load_content
from .editions import assign_facilitator, change_cohort, clone_cohort, open_cohort
from .experts import change_expert, create_expert
from .rounds import add_round, change_round, close_round, close_rounds_over, remove_round, reopen_round

__all__ = [
    "add_round",
    "assign_facilitator",
    "change_cohort",
    "change_expert",
    "change_round",
    "clone_cohort",
    "close_round",
    "close_rounds_over",
    "create_expert",
    "load_content",
    "open_cohort",
    "remove_round",
    "reopen_round",
]
