"""Answering an invitation by the link of a mail: whoever holds it, once, as long as the session is to come."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from agenda.enums import Reply, SessionState
from agenda.models import Session
from core.dates import format_day, now
from core.errors import Refused
from core.links import check, use
from core.models import Link

from .lines import reply


def check_answer(link: Link, session: Session, reader: Any) -> None:
    """Refuses in words what cannot be answered: somebody else's link, a session that is off, has begun or does not
    concern the person any more, a link that is used, expired or withdrawn."""
    if reader.is_authenticated and reader.pk != link.user_id:
        check(link, reader)
    day = {"day": format_day(session.starts_at, "long")}
    if session.state == SessionState.CANCELLED:
        raise Refused(_("This session, planned on %(day)s, is cancelled: there is nothing to answer.") % day)
    if session.starts_at <= now():
        raise Refused(_("This session began on %(day)s: answers are closed.") % day)
    if not session.attendances.filter(participant__user=link.user_id).exists():
        raise Refused(_("You are not invited to this session any more."))
    check(link, reader)


@transaction.atomic
def answer_invitation(*, link: Link, reader: Any, session: Session, answer: Reply) -> None:
    """Notes the answer of the person to whom the link was sent, and uses the link up. Refuses like `check_answer`."""
    locked = use(link, reader)
    reply(actor=locked.user, session=session, answer=answer)
