"""Sessions as calendar programs read them, in a mail and in a person's feed."""

from django.conf import settings
from django.utils.translation import gettext as _

from core.ical import Attendee, Event, uid_of

from .enums import Reply, SessionState
from .models import Session

STATUS = {
    SessionState.DRAFT: "TENTATIVE",
    SessionState.PUBLISHED: "CONFIRMED",
    SessionState.CANCELLED: "CANCELLED",
}
PART = {Reply.NONE: "NEEDS-ACTION", Reply.YES: "ACCEPTED", Reply.MAYBE: "TENTATIVE", Reply.NO: "DECLINED"}


def event_of(session: Session, attendee: Attendee | None = None, *, cancelled: bool = False) -> Event:
    """`sequence` is the version of the row, which every move and the cancellation raise. `cancelled` takes it out of
    one person's calendar while it is held for the others."""
    address = settings.SITE_URL + session.get_absolute_url()
    status = "CANCELLED" if cancelled else STATUS[SessionState(session.state)]
    draft = _("Draft: %(title)s") % {"title": session.title}
    return Event(
        uid=uid_of("session", session.pk, session.created_at),
        sequence=session.version,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        summary=draft if session.is_draft else session.title,
        stamped_at=session.updated_at,
        status=status,
        description="\n\n".join(filter(None, [session.aim, address])),
        location=place_of(session),
        url=address,
        attendee=attendee,
    )


def place_of(session: Session) -> str:
    """« Halles de Bourbon, 3 rue du Marché » on one line, or nothing."""
    if session.venue is None:
        return ""
    return ", ".join(filter(None, [session.venue.name, " ".join(session.venue.address.split())]))


def attendee_of(name: str, address: str, reply: Reply) -> Attendee:
    return Attendee(name, address, PART[reply])
