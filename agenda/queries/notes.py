"""What is to be talked about in a session, and what was: for its sheet and for whoever writes it up."""

import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from agenda.enums import Audience
from agenda.models import Note, NoteSharing, NoteVersion, Point, Session
from cohorts.models import Axis
from projects.models import Action, Project
from projects.queries import people_to_mail


@dataclass(frozen=True)
class Subject:
    """Something to talk about, and the minutes that it may take."""

    text: str
    axis: Axis | None = None
    minutes: int | None = None


@dataclass(frozen=True)
class Block:
    """Where one axis (or none in particular) is written up. `note` is None as long as nothing is written."""

    audience: Audience
    axis: Axis | None
    note: Note | None
    planned: bool

    @property
    def word(self) -> str:
        """The word of its address."""
        if self.audience == Audience.TEAM:
            return "team"
        return self.axis.slug if self.axis else "general"


@dataclass(frozen=True)
class WriteUp:
    """The write-up of a session as a person reads it."""

    sharing: NoteSharing | None
    blocks: list[Block]
    team: Block | None

    @property
    def minutes(self) -> int:
        """The time noted in what is for the project."""
        return sum(block.note.minutes or 0 for block in self.blocks if block.note)

    @property
    def is_empty(self) -> bool:
        blocks = [*self.blocks, self.team] if self.team else self.blocks
        return all(block.note is None or block.note.is_empty for block in blocks)


def points(session: Session) -> list[Point]:
    """What is to be talked about, in its order."""
    return list(Point.objects.filter(session=session).select_related("axis").order_by("position"))


def points_mark(rows: Iterable[Point]) -> int:
    """A number that changes whenever the list does; a form carries the one it was shown with."""
    told = [(row.text, row.axis_id, row.minutes) for row in rows]
    return zlib.crc32(json.dumps(told).encode())


def write_up(user: Any, session: Session) -> WriteUp:
    """What this person may read of what was said: for the project by axis, and for the team what is theirs alone."""
    notes = Note.objects.visible_to(user).filter(session=session).select_related("axis", "updated_by")
    found = {(note.audience, note.axis_id): note for note in notes}
    shown = [
        Block(Audience.PROJECT, note.axis, note, planned=False)
        for note in sorted(found.values(), key=_in_order)
        if note.audience == Audience.PROJECT and not note.is_empty
    ]
    team = found.get((Audience.TEAM, None))
    return WriteUp(sharing_of(session), shown, Block(Audience.TEAM, None, team, planned=False) if team else None)


def _in_order(note: Note) -> tuple[int, int]:
    return (note.axis.position if note.axis else 99, note.pk)


def blank_write_up(session: Session) -> WriteUp:
    """The write-up as its writers see it: every axis of the cohort, those that are planned or written first in view,
    what belongs to no axis, and the team's own part."""
    notes = Note.objects.filter(session=session).select_related("axis", "updated_by")
    found = {(note.audience, note.axis_id): note for note in notes}
    axes: Sequence[Axis | None] = [*session.cohort.content.axes.order_by("position", "pk"), None]
    planned = {session.axis_id, *Point.objects.filter(session=session).values_list("axis", flat=True)}
    blocks = [_block(found, Audience.PROJECT, axis, planned) for axis in axes]
    return WriteUp(sharing_of(session), blocks, _block(found, Audience.TEAM, None, planned))


def _block(found: dict[Any, Note], audience: Audience, axis: Axis | None, planned: set[int | None]) -> Block:
    key = axis.pk if axis else None
    return Block(audience, axis, found.get((audience, key)), planned=key is not None and key in planned)


def note_history(note: Note) -> list[NoteVersion]:
    """Every text of a note, the latest first, those that were kept beside included."""
    return list(note.versions.select_related("author").order_by("-created_at", "-pk"))


def sharing_of(session: Session) -> NoteSharing | None:
    return NoteSharing.objects.filter(session=session).select_related("shared_by").first()


def projects_of(session: Session) -> list[Project]:
    """The projects a session is held with: a meeting's own, or all of the cohort."""
    rows = Project.objects.select_related("cohort").filter(cohort=session.cohort_id)
    return list((rows.filter(sessions=session.pk) if session.is_meeting else rows).order_by("name", "pk"))


def people_to_tell(session: Session) -> int:
    """How many people sharing the write-up mails: those who have something to do and have not been told."""
    rows = Action.objects.open().filter(source_type=session._meta.label_lower, source_id=session.pk, reminded_at=None)
    reached = people_to_mail(rows.select_related("project"))
    return len({person for people in reached.values() for person in people})
