"""Polls that look for the date of a session that was planned without one."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from accounts.models import User
from agenda.enums import PollState
from agenda.models import Poll, PollDate, Session, Venue
from core.dates import format_day
from core.errors import Refused

from .sessions import change_session


def free_draft(draft: Session) -> Session:
    """The draft under lock, if it waits for its date and no poll is looking for one."""
    stored = Session.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    _refuse_dated(stored)
    under_way = Poll.objects.filter(draft=stored, state__in=[PollState.DRAFT, PollState.OPEN]).first()
    if under_way is not None:
        raise Refused(_("A poll already looks for the date of this session."), link=under_way.get_absolute_url())
    return stored


def date_draft(
    actor: User, poll: Poll, date: PollDate, *, venue: Venue | None, facilitators: Sequence[User], reason: str
) -> Session | None:
    """Gives the draft of a poll the date chosen; None where the poll has none, or its session was cancelled since and is
    to be made anew. Refuses a draft that somebody dated meanwhile."""
    if poll.draft_id is None:
        return None
    stored = Session.objects.select_for_update(of=("self",)).get(pk=poll.draft_id)
    if stored.is_cancelled:
        return None
    _refuse_dated(stored)
    return change_session(
        actor=actor, session=stored, seen=stored.version, starts_at=date.starts_at, ends_at=date.ends_at,
        axis=stored.axis, title=stored.title, aim=stored.aim, venue=venue, facilitators=facilitators,
        experts=list(stored.experts.order_by("pk")), reason=reason,
    )  # fmt: skip


def _refuse_dated(session: Session) -> None:
    if session.is_dated:
        raise Refused(
            _("This session has a date meanwhile: %(day)s.") % {"day": format_day(session.day, "long")},
            link=session.get_absolute_url(),
        )
