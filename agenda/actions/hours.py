"""Saying what the time of a session is for."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from agenda.enums import Purpose
from agenda.models import Session, TimeTag
from agenda.queries import length_of
from core.enums import Verb
from core.errors import Refused
from core.trail import record


@transaction.atomic
def tag_hours(*, actor: User, session: Session, minutes: Mapping[Purpose, int]) -> list[TimeTag]:
    """Says how many minutes of a session are for what; what was said before gives way, and the rest stays untold.

    Refuses a cancelled session, one without a date, and more minutes than it has.
    """
    stored = Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
    if stored.is_cancelled:
        raise Refused(_("This session was cancelled: plan another one."))
    if not stored.is_dated:
        raise Refused(_("This session has no date yet: give it one first."))
    total = sum(minutes.values())
    if total > length_of(stored):
        told = {"total": total, "length": length_of(stored)}
        raise Refused(_("%(total)d minutes are said, and the session has %(length)d.") % told)
    before = dict(TimeTag.objects.filter(session=stored).values_list("purpose", "minutes"))
    told_now = {purpose: number for purpose, number in minutes.items() if number > 0}
    if before == {str(purpose): number for purpose, number in told_now.items()}:
        return []
    TimeTag.objects.filter(session=stored).delete()
    tags = TimeTag.objects.bulk_create(
        TimeTag(session=stored, purpose=purpose, minutes=number) for purpose, number in told_now.items()
    )
    record(actor, Verb.CHANGED, stored, time={str(purpose): number for purpose, number in told_now.items()})
    return tags
