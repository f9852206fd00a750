"""What was said in the meetings of 2021 and what came of them: notes, actions, the purpose of the half-days, stakes."""

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from accounts.models import User
from agenda.enums import Audience, Purpose
from agenda.models import Note, NoteSharing, NoteVersion, Point, Session, TimeTag
from cohorts.enums import SessionForm
from cohorts.models import Cohort
from core.dates import combine, today
from projects.actions import Band, Said, state_capacity, state_stakes
from projects.enums import ActionState, StakeKind
from projects.models import Action, ActionVersion, Membership, Project

EVENING = dt.time(18)
EVERY = 4  # meetings between two actions


def told() -> dict[str, Any]:
    return yaml.safe_load(Path(__file__).with_name("meetings.yaml").read_text())


def write(cohort: Cohort, cast: dict[str, User]) -> None:
    said, author = told(), cast["facilitator"]
    for project in cohort.projects.order_by("pk"):
        sessions = Session.objects.filter(project=project, form=SessionForm.MEETING).order_by("starts_at", "pk")
        held = [row for row in sessions if row.day < today()]
        for turn, session in enumerate(held):
            if facts := said["notes"].get(session.title):
                note(facts, session, author, team=said["team_note"] if turn % 5 == 2 else None)
            if turn % EVERY == 1:
                settled(said, project, session, turn // EVERY, author)
        ahead = next((row for row in sessions if row.day >= today()), None)
        if ahead is not None:
            follow_up(said["follow_up"], project, ahead, held[-1], author)
        for place, member in enumerate(project.memberships.select_related("structure").order_by("pk")):
            stakes(said["stakes"], member, place)
            capacity(said["capacity"], member, place, author)
    half_days = Session.objects.filter(cohort=cohort, form=SessionForm.WORKSHOP).order_by("starts_at", "pk")
    for number, session in enumerate(half_days.select_related("axis"), start=1):
        note(said["half_days"][number], session, author, team=None)
        TimeTag.objects.bulk_create(
            TimeTag(session=session, purpose=purpose, minutes=minutes)
            for purpose, minutes in zip(Purpose, said["time"].get(number, [0, 0, 0, 0]), strict=True)
            if minutes
        )


def note(facts: dict[str, Any], session: Session, author: User, *, team: str | None) -> None:
    """What was said, on the axis of the session, shared the same evening; from time to time a word for the team."""
    at = combine(session.day, EVENING)
    kept(session, Audience.PROJECT, session.axis, facts, author, at)
    if team:
        kept(session, Audience.TEAM, None, {"topics": team}, author, at)
    NoteSharing.objects.create(session=session, shared_at=at, shared_by=author)


def kept(session: Session, audience: str, axis: Any, facts: dict[str, Any], author: User, at: dt.datetime) -> None:
    row = Note.objects.create(
        session=session, audience=audience, axis=axis, version=1, created_at=at, updated_by=author, **facts
    )
    Note.objects.filter(pk=row.pk).update(updated_at=at)
    NoteVersion.objects.create(note=row, number=1, author=author, created_at=at, **facts)


def settled(said: dict[str, Any], project: Project, session: Session, turn: int, author: User) -> None:
    """Something to be done within three weeks by a structure of that day: by turns done, done already, given up."""
    members = [
        row for row in project.memberships.select_related("structure").order_by("pk") if row.is_active_on(session.day)
    ]
    member = members[turn % len(members)]
    due = session.day + dt.timedelta(weeks=3)
    action = begun(said["actions"][turn % len(said["actions"])], project, session, member, due, author, session.day)
    if not member.is_active_on(due):
        return
    state = (ActionState.DONE, ActionState.ALREADY_DONE, ActionState.REFUSED)[turn % 3]
    at = combine(due, EVENING)
    Action.objects.filter(pk=action.pk).update(state=state, version=2, updated_at=at)
    ActionVersion.objects.create(
        action=action, number=2, text=action.text, structure=action.structure, due_on=due, state=state,
        author=member.participants.order_by("pk")[0].user, by_link=turn % 2 == 0, created_at=at,
    )  # fmt: skip


def begun(
    text: str, project: Project, session: Session, member: Membership, due: dt.date, author: User, day: dt.date
) -> Action:
    at = combine(day, EVENING)
    action = Action.objects.create(
        project=project, text=text, structure=member.structure, due_on=due, created_by=author, created_at=at,
        source_type=session._meta.label_lower, source_id=session.pk, source_title=session.title, is_example=True,
    )  # fmt: skip
    ActionVersion.objects.create(
        action=action, number=1, text=text, structure=member.structure, due_on=due, state=ActionState.OPEN,
        author=author, created_at=at,
    )  # fmt: skip
    return action


def follow_up(said: dict[str, Any], project: Project, ahead: Session, last: Session, author: User) -> None:
    """The list of the meeting to come, and what is still to be done."""
    Point.objects.bulk_create(
        Point(session=ahead, position=place, **point) for place, point in enumerate(said["points"], start=1)
    )
    members = [
        row for row in project.memberships.select_related("structure").order_by("pk") if row.is_active_on(today())
    ]
    for row in said["actions"]:
        due = today() + dt.timedelta(days=row["days"])
        begun(
            row["text"],
            project,
            last,
            members[row["structure"] % len(members)],
            due,
            author,
            today() - dt.timedelta(days=20),
        )


def capacity(said: dict[str, Any], member: Membership, place: int, author: User) -> None:
    """What the structure said that it can give when it joined, and again midway for one in two; taken in meetings."""
    days = said["days"][place % len(said["days"])]
    peaks = [Band(**said["peaks"][place % len(said["peaks"])])] if place % 2 == 0 else []
    told: dict[str, Any] = {
        "actor": author,
        "project": member.project,
        "structure": member.structure,
        "is_example": True,
    }
    state_capacity(**told, days_a_month=Decimal(days), peaks=peaks, words=said["words"], stated_on=member.joined_on)
    if place % 2 and member.is_active_on(said["again"]):
        more = Decimal(days) + Decimal(said["more"])
        state_capacity(**told, days_a_month=more, stated_on=said["again"])


def stakes(said: dict[str, Any], member: Membership, place: int) -> None:
    """Three times in nine months, as long as the structure was there; two lines of each are shared with the project."""
    start = said["starts"][place % len(said["starts"])]
    for day, moves in zip(said["days"], said["moves"], strict=True):
        if not member.is_active_on(day):
            return
        points = [max(0, was + move) for was, move in zip(start, moves, strict=True)]
        points[3] += 100 - sum(points)
        lines = {
            kind: Said(number, said["words"] if number else "", kind in {StakeKind.TERRITORY, StakeKind.SKILLS})
            for kind, number in zip(StakeKind, points, strict=True)
        }
        state_stakes(
            actor=member.participants.order_by("pk")[0].user, project=member.project, structure=member.structure,
            lines=lines, stated_on=day, would_leave=said["would_leave"], offers=said["offers"], offers_shared=True,
            is_example=True,
        )  # fmt: skip
