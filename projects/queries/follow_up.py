"""What is to be done in a project: the lists of actions, and whom one is for."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext as _

from accounts.models import User
from core.dates import today
from projects.access import can_settle_action
from projects.enums import ActionState
from projects.models import Action, ActionVersion, Participant, Project, Structure

MINE = "mine"


@dataclass(frozen=True)
class ActionLine:
    """An action in a list: whether its day is past, and whether the reader may say that it is done."""

    action: Action
    late: bool
    may_settle: bool


@dataclass(frozen=True)
class Owners:
    """Who may have something to do in a project: its structures and people of today, and its team."""

    structures: Sequence[Structure]
    people: Sequence[User]
    team: Sequence[User]


def action_lines(user: Any, project: Project, *, state: str = ActionState.OPEN, owner: str = "") -> list[ActionLine]:
    """The actions of a project that the person sees. `state`: to do, "closed" or all of them ("all"); `owner`: a
    structure's address, "mine", or everybody's. What is late or due soonest comes first, what is settled last."""
    rows = Action.objects.visible_to(user).filter(project=project)
    if state == ActionState.OPEN:
        rows = rows.open()
    elif state == "closed":
        rows = rows.exclude(state=ActionState.OPEN)
    if owner == MINE:
        rows = rows.filter(pk__in=Action.objects.owned_by(user).values("pk"))
    elif owner:
        people = Participant.objects.filter(membership__project=project, membership__structure__slug=owner)
        rows = rows.filter(Q(structure__slug=owner) | Q(person__in=people.values("user")))
    return _lines(user, project, rows.order_by(F("due_on").asc(nulls_last=True), "pk"))


def actions_from(user: Any, source: Any) -> list[ActionLine]:
    """The actions written down at a session (or another row above), whatever their state, that the person sees."""
    rows = Action.objects.visible_to(user).filter(source_type=source._meta.label_lower, source_id=source.pk)
    return _lines(user, None, rows.order_by(F("due_on").asc(nulls_last=True), "pk"))


def _lines(user: Any, project: Project | None, rows: Any) -> list[ActionLine]:
    day = today()
    found = list(rows.select_related("project__cohort", "person", "structure"))
    found.sort(key=lambda action: not action.is_open)  # stable: the day goes on ordering each half
    return [ActionLine(action, action.is_late_on(day), can_settle_action(user, action)) for action in found]


def own_actions(user: Any, project: Project, most: int) -> list[Action]:
    """What this person has to do in a project, the most pressing first."""
    rows = Action.objects.owned_by(user).open().filter(project=project).select_related("structure")
    return list(rows.order_by(F("due_on").asc(nulls_last=True), "pk")[:most])


def late_actions(projects: Iterable[Project], day: dt.date) -> list[Action]:
    """What should have been done by that day in several projects and is not."""
    rows = Action.objects.open().filter(project__in=list(projects), due_on__lt=day)
    return list(rows.select_related("project", "person", "structure").order_by("due_on", "pk"))


def owners(project: Project) -> Owners:
    """Who may be given something to do in the project today."""
    day = today()
    structures = Structure.objects.filter(memberships__in=project.memberships.active_on(day)).distinct()
    people = User.objects.filter(
        participations__in=Participant.objects.active_on(day).filter(membership__project=project)
    )
    team = User.objects.filter(facilitations__cohort=project.cohort_id)
    return Owners(
        list(structures.order_by("name", "pk")),
        list(people.distinct().order_by("name", "pk")),
        list(team.distinct().order_by("name", "pk")),
    )


def owner_choices(project: Project) -> list[tuple[str, list[tuple[str, str]]]]:
    """The owners as groups of choices, each choice a word and a name, for a form of any app."""
    who = owners(project)
    groups = [
        (_("Structures"), [(f"structure-{row.pk}", row.name) for row in who.structures]),
        (_("People"), [(f"person-{row.pk}", str(row)) for row in who.people]),
        (_("Support team"), [(f"person-{row.pk}", str(row)) for row in who.team]),
    ]
    return [(name, choices) for name, choices in groups if choices]


def owner_word(action: Action) -> str:
    """The word of the choice that stands for the action's owner."""
    return f"structure-{action.structure_id}" if action.person_id is None else f"person-{action.person_id}"


def owner_named(word: str) -> dict[str, Any]:
    """What an action takes for a word of `owner_choices`."""
    kind, _dash, key = word.partition("-")
    if kind == "structure":
        return {"structure": Structure.objects.get(pk=key), "person": None}
    return {"person": User.objects.get(pk=key), "structure": None}


def people_of(action: Action) -> list[User]:
    """Whom a mail about an action reaches: its person, or everybody who takes part for its structure today."""
    day = today()
    parts = Participant.objects.active_on(day).filter(membership__project=action.project_id)
    if action.structure_id is not None:
        people = User.objects.filter(participations__in=parts.filter(membership__structure=action.structure_id))
    else:
        here = Q(participations__in=parts) | Q(facilitations__cohort=action.project.cohort_id) | Q(role="administrator")
        people = User.objects.filter(here, actions=action.pk)
    return list(people.filter(is_active=True).distinct().order_by("name", "pk"))


def action_history(action: Action) -> list[ActionVersion]:
    """Every state of an action, the latest first."""
    return list(action.versions.select_related("author", "person", "structure").order_by("-number"))
