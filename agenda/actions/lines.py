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


def renew_lines(session: Session) -> None:
    """Invites whom the session concerns on its day: lines that say nothing are made anew, the others stay. Nobody is
    invited to a session that waits for its date."""
    if not session.is_dated:
        session.attendances.blank().delete()
        return
    people = list(concerned(session.cohort, session.project, session.day, session.structure).order_by("pk"))
    session.attendances.blank().exclude(participant__in=people).delete()
    listed = set(session.attendances.values_list("participant", flat=True))
    Attendance.objects.bulk_create(
        Attendance(session=session, participant=person, structure_id=person.membership.structure_id)
        for person in people
        if person.pk not in listed
    )


def renew_lines_ahead() -> int:
    """Brings the lists of the sessions to come up to date with who joined and left. Gives how many it read."""
    ahead = Session.objects.held_or_planned().filter(starts_at__gt=now()).values_list("pk", flat=True)
    for key in ahead:
        with transaction.atomic():
            renew_lines(
                Session.objects.select_for_update(of=("self",))
                .select_related("cohort", "project", "structure")
                .get(pk=key)
            )
    return len(ahead)
