"""What the sheet of a session says, and whom a session concerns."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch

from accounts.models import User
from agenda.enums import SessionState
from agenda.models import Attendance, Session, SessionQuerySet
from cohorts.models import Cohort, Expert
from cohorts.queries import resources
from core.dates import now
from projects.models import Participant, Project, Structure
from projects.models.cooperation import ParticipantQuerySet

from .calendar import half_day_number


@dataclass(frozen=True)
class Invited:
    """The people of one structure at a session, in one project."""

    structure: Structure
    project: Project
    lines: list[Attendance]


def on_sheet(sessions: SessionQuerySet) -> SessionQuerySet:
    """A session with all that its sheet says."""
    sheet = sessions.select_related("cohort", "project", "structure", "axis", "venue").annotate(
        number=half_day_number()
    )
    return sheet.prefetch_related(
        Prefetch("facilitators", User.objects.order_by("name", "pk")),
        Prefetch("experts", Expert.objects.order_by("name", "pk")),
    )


def session_resources(user: Any, session: Session, *, may_change: bool) -> dict[str, Any]:
    """What the library has for a session, and, for who prepares it, the whole shelf to choose from."""
    chosen = list(resources(user).filter(sessions=session))
    keys = {one.pk for one in chosen}
    shelf = resources(user).filter(withdrawn_at__isnull=True) if may_change else []
    return {"resources": chosen, "shelf": [(one, one.pk in keys) for one in shelf]}


def concerned(
    cohort: Cohort, project: Project | None, day: date, structure: Structure | None = None
) -> ParticipantQuerySet:
    """The participants a session of that day concerns: those of the project, of one of its structures alone, or of the
    whole cohort."""
    people = Participant.objects.active_on(day).select_related("membership")
    if structure is not None:
        people = people.filter(membership__structure=structure)
    if project is not None:
        return people.filter(membership__project=project)
    return people.filter(membership__project__cohort=cohort)


def own_line(session: Session, user: Any) -> Attendance | None:
    """The reader's own line at the session, the first if they stand for two structures."""
    return Attendance.objects.filter(session=session, participant__user=user).order_by("pk").first()


def invited(session: Session) -> list[Invited]:
    """Everybody invited, by structure; the structure is the one each stood for when the line was made."""
    lines = session.attendances.select_related("structure", "participant__user", "participant__membership__project")
    groups: dict[tuple[int, int], Invited] = {}
    for line in lines.order_by(
        "participant__membership__project__name", "structure__name", "participant__user__name", "pk"
    ):
        project = line.participant.membership.project
        group = groups.setdefault((project.pk, line.structure_id), Invited(line.structure, project, []))
        group.lines.append(line)
    return list(groups.values())


def is_open(session: Session) -> bool:
    """Whether answers are still taken: published and yet to begin."""
    return bool(session.state == SessionState.PUBLISHED and session.starts_at > now())
