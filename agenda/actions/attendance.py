"""Who came: noted line by line by the team, and those who walk in."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from agenda.enums import Presence, SessionState, Source
from agenda.figures import CAME
from agenda.models import Attendance, Session, Sheet, Signature, WalkIn
from agenda.queries import Line, structures_of, word_of
from core.dates import now
from core.enums import Verb
from core.errors import Refused
from core.rules import keep, same_as_seen
from core.trail import record
from projects.models import Participant, Structure

_AHEAD = {Presence.EXPECTED, Presence.EXCUSED}


def locked_session(session: Session) -> Session:
    """The row that whoever touches a sheet takes first, so that marking, signing, sealing and moving wait in line."""
    return Session.objects.select_for_update(of=("self",)).select_related("cohort").get(pk=session.pk)


def check_begun(session: Session) -> None:
    """Refuses what is not published, and what has not begun."""
    if session.state != SessionState.PUBLISHED or session.starts_at > now():
        raise Refused(_("Attendance is taken once a published session has begun."))


def check_unsealed(session: Session) -> None:
    """Refuses a sealed sheet: it is corrected by an addendum."""
    if Sheet.objects.filter(session=session, sealed_at__isnull=False).exists():
        raise Refused(_("This sheet is sealed: it does not change any more. Write an addendum."))


@transaction.atomic
def note_line(
    *, actor: User, line: Line, presence: Presence, structure: Structure | None, seen: int | None = None
) -> Line:
    """Notes who came and for which structure, one line at a time; nobody else's line and never the session changes.

    Before the session only an excuse is noted. Refuses a sealed sheet, a structure that is not the person's own, and
    what a signature contradicts. When somebody noted the line meanwhile, brings both.
    """
    session = locked_session(line.session)
    check_unsealed(session)
    stored = _stored(line)
    if presence == stored.presence and structure == stored.structure:
        return stored
    same_as_seen(stored, {"presence": presence, "structure": structure}, seen)
    if presence not in _AHEAD:
        check_begun(session)
    elif session.state == SessionState.CANCELLED:
        raise Refused(_("This session is cancelled."))
    if structure != stored.structure:
        structure_is_own(session, stored, structure)
    _check_signatures(stored, presence, structure)
    before = {"presence": stored.presence, "structure": stored.structure_id}
    stored.presence, stored.structure = presence, structure
    stored.source = Source.NONE if presence == Presence.EXPECTED else Source.TEAM
    keep(stored, ["presence", "structure", "source"])
    after = {"presence": stored.presence, "structure": stored.structure_id}
    record(actor, Verb.CHANGED, session, line=word_of(stored), before=before, after=after)
    return stored


def _stored(line: Line) -> Line:
    if isinstance(line, WalkIn):
        return WalkIn.objects.select_related("structure").get(pk=line.pk)
    return Attendance.objects.select_related("structure", "participant__user").get(pk=line.pk)


def structure_is_own(session: Session, line: Line, structure: Structure | None) -> None:
    """Refuses a structure that is not the person's: a participant stands for one in which they take part that day, a
    walk-in for any of the cohort's."""
    if isinstance(line, WalkIn):
        if structure is not None and structure not in structures_of(session):
            raise Refused(_("This structure is not of this cohort."), field="structure")
        return
    own = Participant.objects.active_on(session.day).filter(
        user=line.participant.user_id, membership__project__cohort=session.cohort_id
    )
    if structure is None or not own.filter(membership__structure=structure).exists():
        raise Refused(_("This person does not take part for this structure on that day."), field="structure")


def _check_signatures(line: Line, presence: Presence, structure: Structure | None) -> None:
    """What is signed stays true: the signature is withdrawn first, with a reason."""
    if isinstance(line, WalkIn) and presence not in CAME:
        raise Refused(_("Who walked in came: take them off the sheet instead."))
    contradicted = presence not in CAME or structure != line.structure
    if contradicted and line.signatures.standing().exists():
        raise Refused(
            _("%(name)s has signed for %(structure)s: withdraw the signature first, with a reason.")
            % {"name": line.person, "structure": line.stood_for or _("nobody in particular")}
        )


@transaction.atomic
def note_rest_absent(*, actor: User, session: Session) -> int:
    """Notes as absent everybody of whom nothing is said yet, once the others have been noted. Gives how many."""
    stored = locked_session(session)
    check_unsealed(stored)
    check_begun(stored)
    if not stored.attendances.taken().exists():
        raise Refused(_("Note first who came: the others can then be noted as absent together."))
    rest = stored.attendances.filter(presence=Presence.EXPECTED)
    keys = list(rest.order_by("pk").values_list("pk", flat=True))
    rest.update(presence=Presence.ABSENT, source=Source.TEAM)
    if keys:
        record(actor, Verb.CHANGED, stored, absent=keys)
    return len(keys)


@transaction.atomic
def add_walk_in(
    *,
    actor: User,
    session: Session,
    name: str,
    key: UUID,
    structure: Structure | None = None,
    organisation: str = "",
    role: str = "",
) -> WalkIn:
    """Puts on the sheet somebody who came without being invited; without a structure they are a guest. Sent twice under
    one key it is done once. Refuses a sealed sheet, a session that has not begun, and a structure of another cohort."""
    stored = locked_session(session)
    check_unsealed(stored)
    check_begun(stored)
    known = WalkIn.objects.filter(key=key).select_related("structure", "session").first()
    if known is not None:
        if known.session_id != stored.pk:
            raise Refused(_("This form has been used for another session: open the page again."))
        return known
    person = WalkIn(session=stored, name=name, structure=structure, organisation=organisation, role=role, key=key)
    if structure is not None:
        structure_is_own(stored, person, structure)
    keep(person)
    record(actor, Verb.CREATED, person, structure=structure.pk if structure else None)
    return person


@transaction.atomic
def remove_walk_in(*, actor: User, walk_in: WalkIn) -> None:
    """Takes off the sheet somebody put there in error. Refuses a sealed sheet, and whoever has signed, even if the
    signature was withdrawn: what was signed keeps its place."""
    session = locked_session(walk_in.session)
    check_unsealed(session)
    if Signature.objects.filter(walk_in=walk_in).exists():
        raise Refused(_("%(name)s has signed: they stay on the sheet.") % {"name": walk_in.name})
    record(actor, Verb.CHANGED, session, removed=walk_in.name)
    WalkIn.objects.filter(pk=walk_in.pk).delete()
