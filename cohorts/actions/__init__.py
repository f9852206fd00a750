"""What changes an edition: opened, changed, cloned, its team and its rounds; the content, loaded and published; experts."""

from .content import load_content
from .drafts import (
    axis_mark,
    change_axis,
    change_draft,
    choose_content,
    discard_draft,
    draft_mark,
    import_draft,
    publish_draft,
    start_draft,
)
from .editions import assign_facilitator, change_cohort, clone_cohort, open_cohort
from .experts import change_expert, create_expert
from .reminders import set_reminders
from .resources import change_resource, create_resource, shelve_resource
from .rounds import add_round, change_round, close_round, close_rounds_over, remove_round, reopen_round

__all__ = [
    "add_round",
    "assign_facilitator",
    "axis_mark",
    "change_axis",
    "change_cohort",
    "change_draft",
    "change_expert",
    "change_resource",
    "change_round",
    "choose_content",
    "clone_cohort",
    "close_round",
    "close_rounds_over",
    "create_expert",
    "create_resource",
    "discard_draft",
    "draft_mark",
    "import_draft",
    "load_content",
    "open_cohort",
    "publish_draft",
    "remove_round",
    "reopen_round",
    "set_reminders",
    "shelve_resource",
    "start_draft",
]
