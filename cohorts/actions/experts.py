"""Writing down experts and correcting what is known of them."""

from django.db import transaction

from accounts.models import User
from cohorts.models import Expert
from core import trail
from core.enums import Verb
from core.errors import Refused
from core.rules import keep, same_as_seen


@transaction.atomic
def create_expert(
    *, actor: User, name: str, email: str = "", organisation: str = "", subject: str = "", is_example: bool = False
) -> Expert:
    """Adds an expert. Refuses an address that another has."""
    expert = Expert(name=name, email=email, organisation=organisation, subject=subject, is_example=is_example)
    _keep(expert)
    trail.record(actor, Verb.CREATED, expert)
    return expert


@transaction.atomic
def change_expert(
    *, actor: User, expert: Expert, name: str, email: str, organisation: str, subject: str, seen: int | None = None
) -> Expert:
    """Corrects an expert. Refuses an address that another has, and shows what somebody else saved meanwhile."""
    stored = Expert.objects.select_for_update(of=("self",)).get(pk=expert.pk)
    values = {"name": name, "email": email, "organisation": organisation, "subject": subject}
    same_as_seen(stored, values, seen)
    for field, value in values.items():
        setattr(stored, field, value)
    _keep(stored)
    trail.record(actor, Verb.CHANGED, stored)
    return stored


def _keep(expert: Expert) -> None:
    try:
        keep(expert)
    except Refused as refusal:
        refusal.field = refusal.field or "email"  # the only rule of the whole row is about the address
        raise
