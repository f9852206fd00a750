"""The plan of a session with its clock, and its documents."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from agenda.models import Session, SessionDocument, Step


@dataclass(frozen=True)
class Timed:
    """A step and when it begins; no instant while the session waits for its date."""

    step: Step
    starts_at: datetime | None


@dataclass(frozen=True)
class Preparation:
    """What the sheet says of how a session is prepared. `left` is what the plan leaves of its minutes, if dated."""

    steps: list[Timed]
    minutes: int
    left: int | None
    documents: list[SessionDocument]

    @property
    def over(self) -> int:
        """The minutes by which the plan is longer than the session."""
        return max(0, -(self.left or 0))


def preparation(session: Session) -> Preparation:
    steps, at, minutes = [], session.starts_at, 0
    for step in session.steps.order_by("position"):
        steps.append(Timed(step, at))
        at = at + timedelta(minutes=step.minutes) if at is not None else None
        minutes += step.minutes
    left = int(session.hours.length.total_seconds() // 60) - minutes if session.is_dated else None
    return Preparation(steps, minutes, left, list(session.documents.select_related("file").order_by("added_at", "pk")))
