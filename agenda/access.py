"""Who may do what in the agenda, by their ties and never by the clock."""

from typing import Any

from cohorts.models import Cohort
from core.gate import right
from projects.access import is_member_now, is_team_of
from projects.models import Participant, Project, Structure

from .enums import Audience
from .models import (
    Absence,
    Attendance,
    Note,
    Poll,
    PollDate,
    Scan,
    Session,
    SessionDocument,
    Signature,
    Slot,
    SlotOffer,
    WalkIn,
)


@right
def can_plan_session(user: Any, cohort: Cohort | None) -> bool:
    return cohort is not None and is_team_of(user, cohort)


@right
def can_look_for_clashes(user: Any, cohort: Cohort | None, session: Session | None) -> bool:
    return cohort is not None and is_team_of(user, cohort)


@right
def can_change_session(user: Any, session: Session) -> bool:
    return is_team_of(user, session.cohort)


@right
def can_write_note(user: Any, session: Session, *_part: Any) -> bool:
    """The write-up is the team's to write; the project reads its part once it is shared."""
    return is_team_of(user, session.cohort)


@right
def can_acknowledge_note(user: Any, session: Session) -> bool:
    """Whoever reads the write-up as one of the people of the session; the team wrote it."""
    if is_team_of(user, session.cohort):
        return False
    return Note.objects.visible_to(user).filter(session=session, audience=Audience.PROJECT).exists()


@right
def can_change_document(user: Any, document: SessionDocument) -> bool:
    return is_team_of(user, document.session.cohort)


@right
def can_read_rhythm(user: Any, project: Project) -> bool:
    """The team, and whoever takes part in the project today."""
    return is_team_of(user, project.cohort) or is_member_now(user, project)


@right
def can_read_rates(user: Any, cohort: Cohort) -> bool:
    """Who came how often, by name: the team alone."""
    return is_team_of(user, cohort)


@right
def can_answer_session(user: Any, session: Session) -> bool:
    """Whoever is invited: a line of theirs, or a part in the project or the cohort that day (see queries.concerned)."""
    if not session.is_dated:
        return False
    if session.attendances.filter(participant__user=user).exists():
        return True
    people = Participant.objects.active_on(session.day).filter(user=user, membership__project__cohort=session.cohort)
    if session.is_meeting:
        people = people.filter(membership__project=session.project)
    if session.structure is not None:
        people = people.filter(membership__structure=session.structure)
    return people.exists()


@right
def can_set_clash_rules(user: Any, cohort: Cohort) -> bool:
    return is_team_of(user, cohort)


@right
def can_set_reminders(user: Any, cohort: Cohort) -> bool:
    return is_team_of(user, cohort)


@right
def can_withdraw_absence(user: Any, absence: Absence) -> bool:
    """Whoever sees it: the person, and the team of their edition."""
    return bool(user.is_team or absence.user_id == user.pk)


@right
def can_manage_venues(user: Any, *venue: Any) -> bool:
    return bool(user.is_team)


@right
def can_run_poll(user: Any, poll: Poll) -> bool:
    return is_team_of(user, poll.cohort)


@right
def can_answer_poll(user: Any, poll: Poll) -> bool:
    return poll.voices.of_person(user).exists()


@right
def can_choose_date(user: Any, poll: Poll, date: PollDate) -> bool:
    return can_run_poll(user, poll)


@right
def can_run_offer(user: Any, offer: SlotOffer) -> bool:
    return is_team_of(user, offer.cohort)


@right
def can_book_slot(user: Any, project: Project, *what: Structure | Slot | None) -> bool:
    """Whoever carries the project today, and its team on its behalf. Who may book for a structure alone is told by the
    structures that the page finds for the reader (`queries.structures_to_book`)."""
    return is_team_of(user, project.cohort) or is_member_now(user, project)


@right
def can_take_attendance(user: Any, session: Session) -> bool:
    """The team of the cohort keeps the sheet: who came, the signatures, the seal."""
    return is_team_of(user, session.cohort)


@right
def can_note_line(user: Any, line: Attendance | WalkIn) -> bool:
    return is_team_of(user, line.session.cohort)


@right
def can_withdraw_signature(user: Any, signature: Signature) -> bool:
    return is_team_of(user, signature.sheet.session.cohort)


@right
def can_read_scan(user: Any, scan: Scan) -> bool:
    return is_team_of(user, scan.sheet.session.cohort)
