"""Signing the sheet: opened by the team, signed by whoever is there, withdrawn with a reason, countersigned."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from agenda.enums import Half, Presence, SessionState, Source, Way
from agenda.figures import CAME
from agenda.halves import Part, halves_of
from agenda.ink import Ink
from agenda.models import Addendum, Attendance, Scan, Session, Sheet, Signature
from agenda.queries import CODE_LASTS, Line, concerned, word_of
from core.dates import format_clock, now
from core.enums import Verb
from core.errors import Refused
from core.rules import keep
from core.trail import record
from projects.models import Structure

from .addenda import append
from .attendance import check_begun, check_unsealed, locked_session, structure_is_own

# How long a device may keep a signature before it is no longer believed: as long as its code lasts, from the start on.
LONGEST_KEPT = CODE_LASTS + timedelta(days=1)
# No letter or figure that is read as another.
_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_CODE = 6


# What a signature becomes: itself, or an addendum when the sheet was sealed before a device could send it.
Signed = Signature | Addendum


@dataclass(frozen=True)
class Hand:
    """How a signature is given. `age` is for how long the device has kept it; `witness` whose tablet it was given on,
    `signer` the account it was given with."""

    way: Way
    key: UUID
    name: str = ""
    ink: Ink = field(default_factory=list)
    age: timedelta = timedelta()
    signer: User | None = None
    witness: User | None = None

    @property
    def actor(self) -> User | None:
        return self.signer or self.witness


def prepare_sheet(session: Session) -> Sheet:
    """The sheet of a session, made on the way: its code is on the printed sheet before anybody signs."""
    found = Sheet.objects.filter(session=session).first()
    if found is not None:
        return found
    while True:
        code = "".join(secrets.choice(_LETTERS) for _place in range(_CODE))
        if not Sheet.objects.filter(code=code).exists():
            return Sheet.objects.get_or_create(session=session, defaults={"code": code})[0]


@transaction.atomic
def open_signing(*, actor: User, session: Session) -> Sheet:
    """Lets people sign, from the session's start on; nobody signs before. Opened twice is opened once."""
    stored = locked_session(session)
    check_unsealed(stored)
    if stored.state == SessionState.PUBLISHED and stored.starts_at > now():
        raise Refused(_("Signing opens with the session, at %(clock)s.") % {"clock": format_clock(stored.starts_at)})
    check_begun(stored)
    sheet = prepare_sheet(stored)
    if sheet.opened_at is None:
        sheet.opened_at, sheet.opened_by = now(), actor
        sheet.save(update_fields=["opened_at", "opened_by"])
        record(actor, Verb.OPENED, sheet)
    return sheet


@transaction.atomic
def sign(*, line: Line, half: Half, hand: Hand, structure: Structure | None = None) -> Signed:
    """Signs a line for one half-day. Sent again under the same key it is the same signature.

    Refuses a sheet that is not open, a half-day that has not begun, a line that is signed, and on a tablet neither ink
    nor a name. One that a device kept while the sheet was sealed is not lost: it becomes an addendum.
    """
    session = locked_session(line.session)
    known = Signature.objects.filter(key=hand.key).first()
    if known is not None:
        return _same(known, line)
    late_known: Addendum | None = Addendum.objects.filter(key=hand.key).first()
    if late_known is not None:
        return late_known
    part, signed_at = _when(session, half, hand)
    if hand.way == Way.TABLET and not hand.ink and not hand.name:
        raise Refused(_("Sign in the frame, or type your name."), field="name")
    sheet = Sheet.objects.filter(session=session).first()
    if sheet is None or sheet.opened_at is None or session.state != SessionState.PUBLISHED:
        raise Refused(_("Signing is not open yet: the facilitator opens it when the session begins."))
    stored = _stored(line)
    if sheet.is_sealed:
        return _after_the_seal(sheet, stored, part, hand, signed_at)
    _check_unsigned(stored, half)
    if structure is not None and structure != stored.structure:
        structure_is_own(session, stored, structure)
        stored.structure = structure
    signature = write_signature(sheet, stored, part, hand, signed_at)
    _mark_there(stored, signature)
    record(hand.actor, Verb.SIGNED, sheet, line=word_of(stored), half=half, way=hand.way, late=signature.is_late)
    return signature


def is_known(key: UUID) -> bool:
    """Whether a device has sent this signature before."""
    return Signature.objects.filter(key=key).exists() or Addendum.objects.filter(key=key).exists()


def _same(known: Signature, line: Line) -> Signature:
    if (known.line_id if isinstance(line, Attendance) else known.walk_in_id) != line.pk:
        raise Refused(_("This signature has been used for another line: open the page again."))
    return known


def _stored(line: Line) -> Line:
    model = type(line)
    return model._default_manager.select_related("structure").get(pk=line.pk)


def _when(session: Session, half: Half, hand: Hand) -> tuple[Part, datetime]:
    """The half-day signed and the instant of it; nobody signs before the start, whatever a device says."""
    if not timedelta() <= hand.age <= LONGEST_KEPT:
        raise Refused(_("This signature was kept too long on the device: tell the facilitator."))
    part = next((part for part in halves_of(session.starts_at, session.ends_at) if part.half == half), None)
    if part is None:
        raise Refused(_("This session has no such half-day."))
    signed_at = now() - hand.age
    if signed_at < part.starts_at:
        raise Refused(_("Nobody signs before the start: %(clock)s.") % {"clock": format_clock(part.starts_at)})
    return part, signed_at


def _check_unsigned(line: Line, half: Half) -> None:
    standing = line.signatures.standing().filter(half=half).first()
    if standing is not None:
        raise Refused(
            _("%(name)s has signed already, at %(clock)s.")
            % {"name": line.person, "clock": format_clock(standing.signed_at)}
        )


def _of(line: Line) -> dict[str, Line]:
    return {"line": line} if isinstance(line, Attendance) else {"walk_in": line}


def write_signature(
    sheet: Sheet, line: Line, part: Part, hand: Hand, signed_at: datetime, scan: Scan | None = None
) -> Signature:
    """The row itself, under the caller's lock."""
    signature = Signature(
        sheet=sheet,
        half=part.half,
        way=hand.way,
        name=hand.name or line.person,
        structure=line.structure,
        ink=hand.ink,
        signed_at=signed_at,
        received_at=now(),
        is_late=hand.way != Way.PAPER and part.is_late(signed_at),
        witness=hand.witness,
        scan=scan,
        key=hand.key,
        **_of(line),
    )
    keep(signature)
    return signature


def _mark_there(line: Line, signature: Signature) -> None:
    """Whoever signs is there: present, or late when the signature is. What the team noted of one who came stays."""
    if line.presence not in CAME:
        line.presence = Presence.LATE if signature.is_late else Presence.PRESENT
        line.source = Source.SIGNATURE
    line.save(update_fields=["presence", "source", "structure"])


def _after_the_seal(sheet: Sheet, line: Line, part: Part, hand: Hand, signed_at: datetime) -> Addendum:
    """A signature that a device kept and that comes after the seal; one given after the seal is refused."""
    if sheet.sealed_at is None or signed_at >= sheet.sealed_at:
        raise Refused(_("The sheet is sealed: nobody signs it any more. Tell the facilitator."))
    late = part.is_late(signed_at)
    presence = Presence(line.presence)
    if presence not in CAME:
        presence = Presence.LATE if late else Presence.PRESENT
    arrived = {
        "name": hand.name or line.person,
        "half": part.half.value,
        "way": hand.way.value,
        "ink": hand.ink,
        "signed_at": signed_at.isoformat(timespec="seconds"),
        "late": late,
    }
    reason = _("Signature given before the seal, kept on a device without network and received after it.")
    return append(sheet, author=hand.actor, reason=reason, row=line, presence=presence, arrived=arrived, key=hand.key)


@transaction.atomic
def lines_to_sign(*, actor: User, session: Session) -> Sequence[Attendance]:
    """The reader's own lines on a sheet; somebody who takes part and joined after the list was made gets one."""
    stored = locked_session(session)
    own = Q(participant__user=actor)
    if not stored.attendances.filter(own).exists() and not Sheet.objects.filter(
        session=stored, sealed_at__isnull=False
    ):
        for part in (
            concerned(stored.cohort, stored.project, stored.day, stored.structure).filter(user=actor).order_by("pk")
        ):
            Attendance.objects.create(session=stored, participant=part, structure_id=part.membership.structure_id)
    return list(stored.attendances.filter(own).select_related("structure", "session__cohort").order_by("pk"))


@transaction.atomic
def withdraw_signature(*, actor: User, signature: Signature, reason: str) -> Signature:
    """Takes back a signature given in error, with a reason; it stays readable. Refuses a sealed sheet."""
    session = locked_session(signature.sheet.session)
    check_unsealed(session)
    stored = Signature.objects.select_related("line", "walk_in").get(pk=signature.pk)
    if stored.withdrawn_at is not None:
        return stored
    if not reason.strip():
        raise Refused(_("Say why the signature is withdrawn."), field="reason")
    stored.withdrawn_at, stored.withdrawn_by, stored.withdrawal_reason = now(), actor, reason.strip()[:300]
    stored.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawal_reason"])
    line = stored.line
    if line is not None and line.source != Source.TEAM and not line.signatures.standing().exists():
        line.presence, line.source = Presence.EXPECTED, Source.NONE
        line.save(update_fields=["presence", "source"])
    record(actor, Verb.SIGNATURE_WITHDRAWN, stored.sheet, signature=stored.pk)
    return stored


@transaction.atomic
def countersign(*, actor: User, session: Session, hand: Hand) -> list[Signature]:
    """A facilitator signs for what they saw: every half-day that has begun and that they have not signed yet."""
    stored = locked_session(session)
    check_unsealed(stored)
    check_begun(stored)
    if not hand.ink and not hand.name:
        raise Refused(_("Sign in the frame, or type your name."), field="name")
    sheet = prepare_sheet(stored)
    done = set(
        Signature.objects.standing().filter(sheet=sheet, countersigner=actor).order_by().values_list("half", flat=True)
    )
    given = []
    for part in halves_of(stored.starts_at, stored.ends_at):
        if part.half in done or part.starts_at > now():
            continue
        signature = Signature(
            sheet=sheet,
            countersigner=actor,
            half=part.half,
            way=hand.way,
            name=hand.name or str(actor),
            ink=hand.ink,
            signed_at=now(),
            received_at=now(),
            key=uuid5(hand.key, part.half),
        )
        keep(signature)
        given.append(signature)
    if given:
        record(actor, Verb.COUNTERSIGNED, sheet, halves=[row.half for row in given])
    return given
