"""What is written about a morning."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import trail
from core.enums import Verb
from core.errors import Refused

from .models import Funder, FundingDay


def register_funder(
    *, actor: Any, day: FundingDay, organisation: str, kind: str, contact: str = "", email: str = ""
) -> Funder:
    """Registers an organisation for the morning. Refuses one that is registered already, whatever its capitals."""
    row = Funder(day=day, organisation=" ".join(organisation.split()), kind=kind, contact=contact, email=email)
    with transaction.atomic():
        # The morning's row is the queue in which two registrations stand.
        FundingDay.objects.select_for_update(of=("self",)).get(pk=day.pk)
        known = {name.casefold() for name in day.funders.order_by("pk").values_list("organisation", flat=True)}
        if row.organisation.casefold() in known:
            sentence = _("This organisation is registered already.")
            raise Refused(sentence, link=day.get_absolute_url(), field="organisation")
        row.save(force_insert=True)
        trail.record(actor, Verb.REGISTERED, row, day=day.slug)
    return row
