"""What the attendance page, the signing pages and the printed sheet list: everybody on the sheet, by structure."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from zlib import crc32

from agenda.enums import Half, Presence, SessionState
from agenda.figures import CAME
from agenda.halves import Part, halves_of
from agenda.models import Addendum, Attendance, Scan, Session, Sheet, Signature, WalkIn
from core.dates import now
from core.rules import mark_of
from projects.models import Participant, Project, Structure

Line = Attendance | WalkIn


@dataclass(frozen=True)
class Box:
    """The place of one signature: for which half-day, and the signature if it was given."""

    part: Part
    signature: Signature | None


@dataclass(frozen=True)
class Row:
    """One person on the sheet. `presence` is what is known today, addenda included; `choices` are the structures that
    they may stand for; `mark` tells what the page showed, so that two people noting at once notice each other."""

    line: Line
    presence: Presence
    boxes: tuple[Box, ...]
    choices: tuple[Structure, ...]

    @property
    def word(self) -> str:
        """How an address or a form names this row."""
        return word_of(self.line)

    @property
    def is_walk_in(self) -> bool:
        return isinstance(self.line, WalkIn)

    @property
    def mark(self) -> int:
        return mark_of(self.line, ["presence", "structure"])

    @property
    def state(self) -> int:
        """A number that changes whenever what is shown of this row does."""
        told = [self.presence, self.line.stood_for, *(box.signature.pk if box.signature else 0 for box in self.boxes)]
        return crc32(json.dumps(told).encode())

    @property
    def marks(self) -> tuple[Presence, ...]:
        """The words that the team chooses from: who walked in came."""
        return CAME if self.is_walk_in else (*CAME, Presence.EXCUSED, Presence.ABSENT)

    @property
    def came(self) -> bool:
        return self.presence in CAME

    @property
    def is_amended(self) -> bool:
        return self.presence != self.line.presence

    @property
    def signed(self) -> bool:
        return any(box.signature for box in self.boxes)

    @property
    def to_sign(self) -> list[Box]:
        """The boxes that may be signed now: begun and empty."""
        return [box for box in self.boxes if box.signature is None and box.part.starts_at <= now()]

    @property
    def wanting(self) -> list[Box]:
        """The boxes that whoever came has left empty. Who came late missed the first half-day of two, who left early
        the last."""
        if not self.came:
            return []
        due = self.boxes
        if len(due) > 1 and self.presence in {Presence.LATE, Presence.LEFT_EARLY}:
            due = due[1:] if self.presence == Presence.LATE else due[:-1]
        return [box for box in due if box.signature is None]


@dataclass(frozen=True)
class Group:
    """The people of one structure in one project; guests have neither."""

    structure: Structure | None
    project: Project | None
    rows: list[Row] = field(default_factory=list)

    @property
    def word(self) -> str:
        """How a page names this group."""
        keys = (one.pk if one else 0 for one in (self.project, self.structure))
        return "group-" + "-".join(map(str, keys))


@dataclass(frozen=True)
class Tally:
    """How many stand where."""

    came: int = 0
    excused: int = 0
    absent: int = 0
    unsaid: int = 0
    signed: int = 0
    wanting: int = 0

    @property
    def all(self) -> int:
        return self.came + self.excused + self.absent + self.unsaid


def tally_of(rows: Sequence[Row]) -> Tally:
    """Where the people of a sheet stand."""
    return Tally(
        came=sum(row.came for row in rows),
        excused=sum(row.presence == Presence.EXCUSED for row in rows),
        absent=sum(row.presence == Presence.ABSENT for row in rows),
        unsaid=sum(row.presence == Presence.EXPECTED for row in rows),
        signed=sum(row.signed for row in rows),
        wanting=sum(len(row.wanting) for row in rows),
    )


@dataclass(frozen=True)
class Roll:
    """The whole sheet as it stands."""

    session: Session
    sheet: Sheet | None
    parts: tuple[Part, ...]
    groups: list[Group]
    countersignatures: list[Signature]
    withdrawn: list[Signature]
    scans: list[Scan]
    addenda: list[Addendum]

    @property
    def rows(self) -> Iterator[Row]:
        return (row for group in self.groups for row in group.rows)

    @property
    def tally(self) -> Tally:
        return tally_of(list(self.rows))

    @property
    def is_sealed(self) -> bool:
        return self.sheet is not None and self.sheet.is_sealed

    @property
    def is_open(self) -> bool:
        return self.sheet is not None and self.sheet.is_open

    @property
    def has_begun(self) -> bool:
        return self.session.state == SessionState.PUBLISHED and self.session.starts_at <= now()

    @property
    def uncountersigned(self) -> list[Part]:
        """The half-days that have begun and that no facilitator has countersigned."""
        done = {signature.half for signature in self.countersignatures}
        return [part for part in self.parts if part.half not in done and part.starts_at <= now()]


def word_of(line: Line) -> str:
    return f"{'walk-in' if isinstance(line, WalkIn) else 'line'}-{line.pk}"


def roll(session: Session) -> Roll:
    """Everybody on the sheet of a session, with signatures, scans and addenda, in a constant number of queries."""
    sheet = Sheet.objects.select_related("opened_by", "sealed_by").filter(session=session).first()
    parts = halves_of(session.starts_at, session.ends_at)
    signatures = list(
        Signature.objects.filter(sheet=sheet).select_related("countersigner", "witness", "structure", "withdrawn_by")
    )
    addenda = list(Addendum.objects.filter(sheet=sheet).select_related("line__participant__user", "walk_in"))
    given = {
        (signature.line_id, signature.walk_in_id, signature.half): signature
        for signature in signatures
        if signature.withdrawn_at is None
    }
    told = {(row.line_id, row.walk_in_id): Presence(row.presence) for row in addenda if row.presence}
    groups: dict[tuple[int, int], Group] = {}
    lines: list[Line] = [*_invited(session), *_walked_in(session)]
    own = _own_structures(session, lines)
    for line in lines:
        keys = (None, line.pk) if isinstance(line, WalkIn) else (line.pk, None)
        boxes = tuple(Box(part, given.get((*keys, part.half))) for part in parts)
        user = None if isinstance(line, WalkIn) else line.participant.user_id
        choices = tuple(own.get(user, ())) if user else ()
        row = Row(line, told.get(keys, Presence(line.presence)), boxes, _with(choices, line.structure))
        _group_of(groups, line).rows.append(row)
    return Roll(
        session=session,
        sheet=sheet,
        parts=parts,
        groups=sorted(groups.values(), key=_place),
        countersignatures=[row for row in signatures if row.countersigner_id and row.withdrawn_at is None],
        withdrawn=[row for row in signatures if row.withdrawn_at is not None],
        scans=list(Scan.objects.filter(sheet=sheet).select_related("file", "added_by")),
        addenda=addenda,
    )


def _invited(session: Session) -> Iterable[Attendance]:
    lines = session.attendances.select_related("structure", "participant__user", "participant__membership__project")
    return lines.order_by("participant__user__name", "pk")


def _walked_in(session: Session) -> Iterable[WalkIn]:
    return session.walk_ins.select_related("structure").order_by("pk")


def _own_structures(session: Session, lines: Iterable[Line]) -> dict[int, list[Structure]]:
    """By account, the structures for which each person of the sheet takes part in the cohort that day."""
    people = {line.participant.user_id for line in lines if isinstance(line, Attendance)}
    parts = Participant.objects.active_on(session.day).filter(
        user__in=people, membership__project__cohort=session.cohort_id
    )
    own: dict[int, list[Structure]] = {}
    for part in parts.select_related("membership__structure").order_by("membership__structure__name", "pk"):
        own.setdefault(part.user_id, []).append(part.membership.structure)
    return own


def _with(choices: tuple[Structure, ...], current: Structure | None) -> tuple[Structure, ...]:
    """The structures without repetition, the one on the line among them."""
    found = {structure.pk: structure for structure in (*choices, *([current] if current else []))}
    return tuple(found.values())


def _group_of(groups: dict[tuple[int, int], Group], line: Line) -> Group:
    """A walk-in joins the people of the structure they came for, whatever its project; guests stand together."""
    if isinstance(line, Attendance):
        project = line.participant.membership.project
        return groups.setdefault((project.pk, line.structure_id), Group(line.structure, project))
    if line.structure is None:
        return groups.setdefault((0, 0), Group(None, None))
    for (_project, structure), group in groups.items():
        if structure == line.structure_id:
            return group
    return groups.setdefault((0, line.structure.pk), Group(line.structure, None))


def _place(group: Group) -> tuple[bool, str, str]:
    """Projects by name, then structures; guests last."""
    return (
        group.structure is None,
        group.project.name if group.project else "",
        group.structure.name if group.structure else "",
    )


def state_of_sheet(session: Session) -> str:
    """What changes whenever the sheet of a session does, in four small queries: who is on it, what is said of them,
    every signature, and whether it is open or sealed."""
    sheet = Sheet.objects.filter(session=session).values_list("opened_at", "sealed_at").first()
    lines = session.attendances.order_by("pk").values_list("pk", "presence", "structure")
    walked_in = session.walk_ins.order_by("pk").values_list("pk", "presence", "structure")
    signed = Signature.objects.standing().filter(sheet__session=session).order_by("pk").values_list("pk", flat=True)
    told = repr((sheet, list(lines), list(walked_in), list(signed)))
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def structures_of(session: Session) -> list[Structure]:
    """The structures of the cohort on the day of a session, for whoever walks in."""
    there = Structure.objects.filter(
        pk__in=Participant.objects.active_on(session.day)
        .filter(membership__project__cohort=session.cohort_id)
        .values("membership__structure")
    )
    return list(there.order_by("name", "pk"))


def signed_boxes(session: Session, user: Any) -> list[Signature]:
    """The reader's own signatures at a session."""
    own = Signature.objects.standing().filter(line__participant__user=user, sheet__session=session)
    return list(own.order_by("signed_at", "pk"))


def half_now(parts: tuple[Part, ...]) -> Half:
    """The half-day that is under way, or the last one that began; the first before the session."""
    begun = [part.half for part in parts if part.starts_at <= now()]
    return begun[-1] if begun else parts[0].half
