"""The paper sheet: its scan is kept and hashed, and read line by line."""

from typing import BinaryIO
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from agenda.enums import Half, Presence, Source, Way
from agenda.figures import CAME
from agenda.halves import halves_of
from agenda.models import Scan, Signature
from agenda.models import Session as AgendaSession
from agenda.queries import Line, word_of
from core import files, uploads
from core.dates import now
from core.enums import Verb
from core.errors import Refused
from core.trail import record

from .attendance import check_begun, check_unsealed, locked_session
from .signing import Hand, prepare_sheet, write_signature


@transaction.atomic
def add_scan(*, actor: User, session: AgendaSession, content: BinaryIO, name: str) -> Scan:
    """Keeps a scan of the sheet signed on paper, with its SHA-256; a photograph without what its camera wrote in it.
    Refuses what is neither PDF, JPEG nor PNG by its own bytes, what is too large, a sealed sheet, and the very same file
    twice."""
    stored = locked_session(session)
    check_unsealed(stored)
    check_begun(stored)
    taken = uploads.take(content, kinds=uploads.PAPERS)
    sheet = prepare_sheet(stored)
    kept = files.store(taken.content, name=name[:200], content_type=taken.content_type)
    if sheet.scans.filter(file__sha256=kept.sha256).exists():
        raise Refused(_("This very file is attached already."), field="file")
    scan = Scan.objects.create(sheet=sheet, file=kept, added_by=actor, added_at=now())
    record(actor, Verb.SCANNED, sheet, sha256=kept.sha256)
    return scan


@transaction.atomic
def read_line(*, actor: User, scan: Scan, line: Line, presence: Presence, halves: set[Half]) -> Line:
    """Notes a line as it is read on the scan: who came, and for which half-days they signed on paper.

    A paper signature read in error is taken back by reading the line again; one given otherwise stays. Refuses a sealed
    sheet, a line of another one, and a signature of somebody who did not come.
    """
    session = locked_session(scan.sheet.session)
    check_unsealed(session)
    if line.session_id != session.pk:
        raise Refused(_("This person is not on this sheet."))
    parts = {part.half: part for part in halves_of(session.starts_at, session.ends_at)}
    if presence not in CAME and (halves or presence == Presence.EXPECTED):
        raise Refused(_("Who signed came: choose present, late or left early."))
    standing = {row.half: row for row in line.signatures.standing()}
    for half, signature in standing.items():
        if half not in halves and signature.way == Way.PAPER:
            _take_back(signature, actor)
    if presence not in CAME and any(row.way != Way.PAPER for row in standing.values()):
        raise Refused(_("%(name)s has signed: withdraw the signature first, with a reason.") % {"name": line.person})
    line.presence, line.source = presence, Source.SCAN
    line.save(update_fields=["presence", "source"])
    for half in halves - set(standing):
        hand = Hand(Way.PAPER, uuid4(), signer=actor)
        write_signature(scan.sheet, line, parts[half], hand, now(), scan)
    record(actor, Verb.CHANGED, scan.sheet, line=word_of(line), presence=presence, scan=scan.pk)
    return line


def _take_back(signature: Signature, actor: User) -> None:
    signature.withdrawn_at, signature.withdrawn_by = now(), actor
    signature.withdrawal_reason = _("Read again on the scan.")
    signature.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawal_reason"])
