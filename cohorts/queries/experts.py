"""What the list of experts shows."""

from typing import Any

from cohorts.models import Expert, ExpertQuerySet


def experts(user: Any) -> ExpertQuerySet:
    """The experts that the team knows, by name."""
    return Expert.objects.visible_to(user).order_by("name", "pk")
