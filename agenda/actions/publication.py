"""Showing sessions to the people they concern, and calling them off."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from agenda.enums import SessionState
from agenda.models import Session
from core.dates import now
from core.enums import Verb
from core.errors import Refused
from core.trail import record

from .clashing import refuse_publication


@transaction.atomic
def publish_session(*, actor: User, session: Session) -> Session:
    """Shows a draft to the people it concerns; a session already published stays as it is. Refuses a cancelled one."""
    stored = Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
    if stored.is_cancelled:
        raise Refused(_("This session was cancelled: plan another one."))
    if not stored.is_draft:
        return stored
    if not stored.is_dated:
        raise Refused(_("This session waits for its date: give it a day and hours first."))
    refuse_publication(actor, stored)
    stored.state, stored.published_at = SessionState.PUBLISHED, now()
    _save_state(stored)
    record(actor, Verb.PUBLISHED, stored)
    return stored


@transaction.atomic
def cancel_session(*, actor: User, session: Session) -> Session:
    """Cancels a session for everybody; its lines and answers stay. Refuses once attendance has been taken."""
    stored = Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
    if stored.is_cancelled:
        return stored
    if not stored.is_dated:
        raise Refused(_("This session waits for its date: take it off the list instead."))
    if stored.attendances.taken().exists():
        raise Refused(_("Attendance has been taken at this session: it was held and cannot be cancelled."))
    if not stored.is_draft:
        stored.published_at = stored.published_at or now()  # the people invited have seen it and must see it cancelled
    stored.state = SessionState.CANCELLED
    _save_state(stored)
    record(actor, Verb.CANCELLED, stored)
    return stored


def _save_state(session: Session) -> None:
    session.version += 1
    session.save(update_fields=["state", "published_at", "version", "updated_at"])
