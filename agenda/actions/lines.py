"""The list of a session: who is invited and what they answered."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from agenda.enums import Reply, SessionState
from agenda.models import Attendance, Session
from agenda.queries import concerned
from core.dates import now
from core.enums import Verb
from core.errors import Refused
from core.trail import record


@transaction.atomic
def reply(*, actor: User, session: Session, answer: Reply) -> list[Attendance]:
    """Notes whether a person will come, for each structure they stand for. One who joined after the session was planned
    gets a line on the way. Refuses what is not published, has begun, or does not concern them."""
    stored = Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
    if stored.state != SessionState.PUBLISHED:
        raise Refused(_("This session is not open to answers."))
    if stored.starts_at <= now():
        raise Refused(_("This session has begun: answers are closed."))
    if not stored.attendances.filter(participant__user=actor).exists():
        renew_lines(stored)
    lines = list(stored.attendances.filter(participant__user=actor).order_by("pk"))
    if not lines:
        raise Refused(_("You are not invited to this session."))
    for line in lines:
        if line.reply != answer:
            line.reply = answer
            line.save(update_fields=["reply"])
            record(actor, Verb.CHANGED, line, reply=answer)
    return lines


def renew_lines(session: Session) -> set[int]:
    """Invites whom the session concerns on its day: lines that say nothing are made anew, the others stay. Nobody is
    invited to a session that waits for its date. Gives who is new on the list, as keys of users."""
    if not session.is_dated:
        session.attendances.blank().delete()
        return set()
    people = list(concerned(session.cohort, session.project, session.day, session.structure).order_by("pk"))
    session.attendances.blank().exclude(participant__in=people).delete()
    listed = dict(session.attendances.order_by("pk").values_list("participant", "participant__user"))
    new = [person for person in people if person.pk not in listed]
    Attendance.objects.bulk_create(
        Attendance(session=session, participant=person, structure_id=person.membership.structure_id) for person in new
    )
    return {person.user_id for person in new} - set(listed.values())
