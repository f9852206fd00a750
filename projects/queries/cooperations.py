"""What the pages of projects, structures and invitations list."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet

from accounts.queries import account_of, owns_address
from cohorts.access import facilitated_cohorts
from cohorts.models import Cohort
from core.dates import today
from projects.access import can_read_pauses
from projects.enums import InvitationState, InvitationStep
from projects.figures import Counts, counts_by_project
from projects.models import Invitation, Membership, Participant, Project, Structure

from .pauses import resting_projects


@dataclass(frozen=True)
class ProjectLine:
    """A project in a list, with its figures of today."""

    project: Project
    counts: Counts
    rests: bool = False


@dataclass(frozen=True)
class Member:
    """A structure in a collective, with its people, as the reader may know them."""

    membership: Membership
    left_on: dt.date | None
    people: list["Person"] = field(default_factory=list)

    @property
    def has_left(self) -> bool:
        return self.left_on is not None and self.left_on < today()


@dataclass(frozen=True)
class Person:
    """Someone who carries the project for a structure; `until` is the last day, when it is known."""

    part: Participant
    until: dt.date | None


@dataclass(frozen=True)
class Collective:
    """Who is in a project. `known_until` is the last day that a reader who left may know about."""

    members: list[Member]
    known_until: dt.date | None

    @property
    def present(self) -> list[Member]:
        return [member for member in self.members if not member.has_left]

    @property
    def gone(self) -> list[Member]:
        return [member for member in self.members if member.has_left]


def project_lines(user: Any, cohort: Cohort | None) -> list[ProjectLine]:
    """The projects that the person sees, of one edition when given, with their figures: a constant number of queries."""
    rows = Project.objects.visible_to(user).select_related("cohort", "territory")
    if cohort is not None:
        rows = rows.filter(cohort=cohort)
    projects = list(rows.order_by("-cohort__starts_on", "name"))
    counts = counts_by_project(projects, today())
    resting = resting_projects([project.pk for project in projects])
    return [
        ProjectLine(project, counts[project.pk], project.pk in resting and can_read_pauses(user, project))
        for project in projects
    ]


def known_until(user: Any, project: Project) -> dt.date | None:
    """The last day of a person's part in a project, once it is over; None for whoever takes part or is of the team."""
    if user.is_administrator or project.cohort_id in facilitated_cohorts(user):
        return None
    parts = Participant.objects.filter(user=user, membership__project=project).select_related("membership")
    ends = [part.last_day for part in parts]
    last = max((day for day in ends if day is not None), default=None)
    return last if None not in ends and last is not None and last < today() else None


def collective(user: Any, project: Project) -> Collective:
    """Structures first those that are present, then those that left, each with its people. Whoever left reads the
    page as it was on their last day: neither who came after, nor who left after."""
    limit = known_until(user, project)
    rows = Membership.objects.visible_to(user).filter(project=project).select_related("structure")
    members = [Member(row, _known(row.left_on, limit)) for row in rows.order_by("joined_on", "structure__name")]
    by_membership = {member.membership.pk: member for member in members}
    parts = (
        Participant.objects.visible_to(user).filter(membership__in=by_membership).select_related("user", "membership")
    )
    for part in parts.order_by("starts_on", "user__name"):
        by_membership[part.membership_id].people.append(Person(part, _known(part.last_day, limit)))
    return Collective(members, limit)


def _known(day: dt.date | None, limit: dt.date | None) -> dt.date | None:
    return None if day is None or (limit is not None and day > limit) else day


@dataclass(frozen=True)
class StructureProject:
    """A project of a structure, with the days and the people that the reader may know."""

    membership: Membership
    left_on: dt.date | None
    people: list[Person]


def structure_projects(user: Any, structure: Structure) -> list[StructureProject]:
    """The structure's memberships that the person sees, newest first, with people: a constant number of queries."""
    rows = Membership.objects.visible_to(user).filter(structure=structure)
    memberships = list(rows.select_related("project__cohort").order_by("-joined_on", "pk"))
    limits = _limits(user, [row.project_id for row in memberships])
    people: dict[int, list[Person]] = defaultdict(list)
    parts = Participant.objects.visible_to(user).filter(membership__in=memberships).select_related("user", "membership")
    for part in parts.order_by("starts_on", "user__name"):
        known = _known(part.last_day, limits.get(part.membership.project_id))
        people[part.membership_id].append(Person(part, known))
    return [
        StructureProject(row, _known(row.left_on, limits.get(row.project_id)), people[row.pk]) for row in memberships
    ]


def _limits(user: Any, projects: list[int]) -> dict[int, dt.date]:
    """For each project that a participant has left for good, the last day of their part. The team has no limit."""
    if user.is_team:
        return {}
    ends: dict[int, list[dt.date | None]] = defaultdict(list)
    parts = Participant.objects.filter(user=user, membership__project__in=projects).select_related("membership")
    for part in parts.order_by("pk"):
        ends[part.membership.project_id].append(part.last_day)
    over = {project: [day for day in days if day is not None] for project, days in ends.items() if None not in days}
    return {project: max(days) for project, days in over.items() if max(days) < today()}


def team_projects(user: Any) -> QuerySet[Project]:
    """The projects of the editions that the person is of the team of."""
    rows = Project.objects.select_related("cohort")
    return rows if user.is_administrator else rows.filter(cohort__in=facilitated_cohorts(user))


def team_memberships(user: Any) -> QuerySet[Membership]:
    """The memberships of today (or to come) to which the person may invite."""
    open_ones = Membership.objects.filter(Q(left_on__isnull=True) | Q(left_on__gte=today()))
    rows = open_ones.select_related("project", "structure").order_by("project__name", "structure__name")
    return rows if user.is_administrator else rows.filter(project__cohort__in=facilitated_cohorts(user))


def structures_to_join(user: Any, project: Project) -> QuerySet[Structure]:
    """The structures that the person sees and that are not members today."""
    return Structure.objects.visible_to(user).exclude(
        pk__in=Membership.objects.filter(project=project, left_on__isnull=True).values("structure")
    )


def invitations(user: Any) -> QuerySet[Invitation]:
    """The invitations that the person may follow, the latest first."""
    rows = Invitation.objects.visible_to(user)
    return rows.select_related(
        "cohort", "membership__structure", "membership__project__cohort", "invited_by", "accepted_by"
    ).order_by("-sent_at", "-pk")


def invitation_step(invitation: Invitation, user: Any) -> InvitationStep:
    """What following the link means now, for whoever follows it."""
    if invitation.state == InvitationState.ACCEPTED:
        return InvitationStep.YOURS if user.pk and invitation.accepted_by_id == user.pk else InvitationStep.USED
    membership = invitation.membership
    over = membership is not None and membership.left_on is not None and membership.left_on < today()
    if invitation.state != InvitationState.PENDING or over:
        return InvitationStep.GONE
    if user.is_authenticated:
        return InvitationStep.CONFIRM if owns_address(user, invitation.email) else InvitationStep.SOMEONE_ELSE
    return InvitationStep.SIGN_IN if account_of(invitation.email) else InvitationStep.REGISTER


def place_of(invitation: Invitation) -> str:
    """The address of the place that the invitation gives."""
    if invitation.membership is not None:
        return invitation.membership.project.get_absolute_url()
    return invitation.cohort.get_absolute_url() if invitation.cohort is not None else "/"
