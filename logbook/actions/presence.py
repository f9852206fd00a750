"""Being on a page: said every few seconds, forgotten at once. No trail: being there is not an act."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from cohorts.models import Axis, Question
from logbook.models import Presence
from logbook.models.presences import SILENCE
from projects.models import Project, Structure


def be_here(
    *, actor: Any, project: Project, axis: Axis, structure: Structure | None, question: Question | None
) -> None:
    """Says that the person is on this page, and in this field; forgets who has not been heard of there."""
    at = timezone.now()
    row = Presence(project=project, axis=axis, user=actor, structure=structure, question=question, seen_at=at)
    with transaction.atomic():
        Presence.objects.filter(project=project, axis=axis, seen_at__lt=at - SILENCE).delete()
        Presence.objects.bulk_create(
            [row],
            update_conflicts=True,
            unique_fields=["project", "axis", "user"],
            update_fields=["structure", "question", "seen_at"],
        )


def go_away(*, actor: Any, project: Project, axis: Axis) -> None:
    """The page was closed. Another one of the same person says so again within seconds."""
    Presence.objects.filter(project=project, axis=axis, user=actor).delete()
