"""What a sheet says when it is sealed: one canonical text, whose SHA-256 tells any later change."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from agenda.models import Addendum, Session, Sheet, Signature

from .attendance import Line, Roll, Row

FORM = 1  # of the text; a later form gets another number and old sheets keep theirs


def canonical(told: Mapping[str, Any]) -> str:
    """One text for one content: sorted keys, no white space, UTF-8 letters as they are."""
    return json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def statement(seen: Roll, sheet: Sheet, sealed_by: str, sealed_at: datetime) -> dict[str, Any]:
    """All that the sheet says: the session, who was expected and came, every signature, and the scans' own digests."""
    return {
        "form": FORM,
        "session": _session(seen.session),
        "code": sheet.code,
        "half_days": [
            {"half": part.half, "starts_at": _instant(part.starts_at), "ends_at": _instant(part.ends_at)}
            for part in seen.parts
        ],
        "lines": [
            _row(row, group.project.name if group.project else "") for group in seen.groups for row in group.rows
        ],
        "countersignatures": [_signature(row) for row in seen.countersignatures],
        "withdrawn": [_withdrawn(row) for row in seen.withdrawn],
        "scans": [{"name": scan.file.name, "sha256": scan.file.sha256} for scan in seen.scans],
        "sealed_by": sealed_by,
        "sealed_at": _instant(sealed_at),
    }


def _session(session: Session) -> dict[str, Any]:
    return {
        "id": session.pk,
        "kind": session.form,
        "title": session.title,
        "cohort": session.cohort.name,
        "project": session.project.name if session.project else "",
        "place": session.venue.name if session.venue else "",
        "address": session.venue.address if session.venue else "",
        "starts_at": _instant(session.starts_at),
        "ends_at": _instant(session.ends_at),
    }


def _row(row: Row, project: str) -> dict[str, Any]:
    line: Line = row.line
    return {
        "row": row.word,
        "name": line.person,
        "role": line.said_role,
        "stood_for": line.stood_for,
        "project": project,
        "presence": line.presence,
        "source": line.source,
        "signatures": [_signature(box.signature) for box in row.boxes if box.signature],
    }


def _signature(signature: Signature) -> dict[str, Any]:
    return {
        "name": signature.name,
        "half": signature.half,
        "way": signature.way,
        "stood_for": signature.structure.name if signature.structure else "",
        "signed_at": _instant(signature.signed_at),
        "received_at": _instant(signature.received_at),
        "late": signature.is_late,
        "ink_sha256": digest_of(canonical({"ink": signature.ink})) if signature.ink else "",
        "witness": str(signature.witness) if signature.witness else "",
        "key": str(signature.key),
    }


def _withdrawn(signature: Signature) -> dict[str, Any]:
    return {
        **_signature(signature),
        "withdrawn_at": _instant(signature.withdrawn_at) if signature.withdrawn_at else "",
        "withdrawn_by": str(signature.withdrawn_by),
        "reason": signature.withdrawal_reason,
    }


def addition(addendum: Addendum, before: str) -> dict[str, Any]:
    """All that an addendum says; `before` is the digest of the sheet or of the addendum that it follows."""
    row = addendum.line or addendum.walk_in
    return {
        "form": FORM,
        "follows": before,
        "row": row.person if row else "",
        "presence": addendum.presence,
        "reason": addendum.reason,
        "author": addendum.author_name,
        "written_at": _instant(addendum.written_at),
        "arrived": addendum.arrived,
        "key": str(addendum.key),
    }


def is_whole(seen: Roll) -> bool:
    """Whether the sealed text still has its digest, the rows still say what it says, and each addendum follows on."""
    sheet = seen.sheet
    if sheet is None or not sheet.is_sealed or digest_of(sheet.content) != sheet.digest:
        return False
    told = json.loads(sheet.content)
    said = {line["row"]: (line["presence"], [one["key"] for one in line["signatures"]]) for line in told["lines"]}
    rows = {
        row.word: (row.line.presence, [str(box.signature.key) for box in row.boxes if box.signature])
        for row in seen.rows
    }
    before = sheet.digest
    for addendum in seen.addenda:
        before = digest_of(canonical(addition(addendum, before)))
        if before != addendum.digest:
            return False
    return said == rows


def _instant(at: datetime) -> str:
    """UTC to the second."""
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")
