"""Declaring that somebody is away, and taking it back."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from agenda.enums import DayPart
from agenda.models import Absence
from core.dates import format_day
from core.enums import Verb
from core.errors import Refused
from core.rules import keep
from core.trail import record
from projects.models import Participant

LONGEST_DAYS = 366


@transaction.atomic
def declare_absence(
    *, actor: User, user: User, first_day: date, last_day: date, part: str = DayPart.WHOLE, note: str = ""
) -> Absence:
    """Notes that a person is away. Refuses more than a year, half a day over several days, the same absence twice, and
    an absence that begins after the person left their project."""
    if (last_day - first_day).days >= LONGEST_DAYS:
        raise Refused(_("An absence lasts a year at most: declare the rest later."), field="last_day")
    parts = list(Participant.objects.filter(user=user).select_related("membership").order_by("pk"))
    left = [one.last_day for one in parts]
    if parts and not user.is_team and all(day is not None and day < first_day for day in left):
        last = max(day for day in left if day is not None)
        raise Refused(
            _("This person left their project on %(day)s: an absence after that says nothing.")
            % {"day": format_day(last, "short")},
            field="first_day",
        )
    same = Absence.objects.filter(user=user, first_day__lte=first_day, last_day__gte=last_day)
    if same.filter(part__in={DayPart.WHOLE, part}).exists():
        raise Refused(_("This absence is declared already."), field="first_day")
    absence = Absence(
        user=user, first_day=first_day, last_day=last_day, part=part, note=note, declared_by=actor
    )  # fmt: skip
    keep(absence)
    record(actor, Verb.CREATED, absence, user=user.pk)
    return absence


@transaction.atomic
def withdraw_absence(*, actor: User, absence: Absence) -> None:
    """Takes an absence back."""
    stored = Absence.objects.select_for_update(of=("self",)).get(pk=absence.pk)
    record(actor, Verb.DISCARDED, stored, user=stored.user_id, first_day=stored.first_day, last_day=stored.last_day)
    stored.delete()
