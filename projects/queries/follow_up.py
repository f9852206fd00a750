"""What is to be done in a project: the lists of actions, and whom one is for."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext as _

from accounts.enums import NoticeKind
from accounts.models import User
from accounts.queries import wanting
from cohorts.models import Facilitation
from core.dates import today
from projects.access import can_settle_action
from projects.enums import ActionState
from projects.models import Action, ActionVersion, Membership, Participant, Project, Structure

MINE = "mine"


@dataclass(frozen=True)
class ActionLine:
    """An action in a list: whether its day is past, and whether the reader may say that it is done."""

    action: Action
    late: bool
    may_settle: bool


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


def open_actions(projects: Iterable[Project], most: int, structure: Structure | None = None) -> dict[int, list[Action]]:
    """What is to be done in several projects by their key, the most pressing first and so many of each. One query. What
    was decided with one structure alone is there only when that `structure` is asked for, with what it has to do."""
    rows = Action.objects.open().filter(project__in=list(projects)).select_related("person", "structure")
    if structure is None:
        rows = rows.filter(confined_to__isnull=True)
    else:
        people = Participant.objects.current().filter(membership__structure=structure).values("user")
        rows = rows.filter(Q(confined_to=structure) | Q(structure=structure) | Q(person__in=people))
        rows = rows.filter(Q(confined_to__isnull=True) | Q(confined_to=structure))
    found: dict[int, list[Action]] = {}
    for action in rows.order_by(F("due_on").asc(nulls_last=True), "pk"):
        of_project = found.setdefault(action.project_id, [])
        if len(of_project) < most:
            of_project.append(action)
    return found


def owner_choices(
    projects: Iterable[Project], structure: Structure | None = None
) -> list[tuple[str, list[tuple[str, str]]]]:
    """Who may have something to do today: the structures and people of these projects, or of one `structure` alone, and
    their team. Groups of choices for a form of any app, each choice a word and a name; a word tells the project too.
    Three queries."""
    projects = list(projects)
    members = Membership.objects.filter(project__in=projects).active_on(today()).select_related("structure")
    parts = Participant.objects.current().filter(membership__project__in=projects).select_related("user", "membership")
    if structure is not None:
        members, parts = members.filter(structure=structure), parts.filter(membership__structure=structure)
    team = Facilitation.objects.filter(cohort__in={project.cohort_id for project in projects}).select_related("user")
    here = list(members.order_by("structure__name", "pk"))
    people, support = list(parts.order_by("user__name", "pk")), list(team.order_by("user__name", "pk"))
    words: dict[str, dict[str, str]] = {}
    for project in projects:
        about = f"{project.name} · " if len(projects) > 1 else ""
        for name, owners in (
            (_("Structures"), [("structure", row.structure) for row in here if row.project_id == project.pk]),
            (_("People"), [("person", row.user) for row in people if row.membership.project_id == project.pk]),
            (_("Support team"), [("person", row.user) for row in support]),
        ):
            found = {f"{project.pk}-{kind}-{owner.pk}": str(owner) for kind, owner in owners}
            words[f"{about}{name}"] = found
    return [(name, list(found.items())) for name, found in words.items() if found]


def owner_word(action: Action) -> str:
    """The word of the choice that stands for the action's owner."""
    kind, key = ("structure", action.structure_id) if action.person_id is None else ("person", action.person_id)
    return f"{action.project_id}-{kind}-{key}"


def owner_named(word: str) -> dict[str, Any]:
    """What an action takes for a word of `owner_choices`: the project, and a person or a structure."""
    project, kind, key = word.split("-")
    return {
        "project": Project.objects.select_related("cohort").get(pk=project),
        "structure": Structure.objects.get(pk=key) if kind == "structure" else None,
        "person": User.objects.get(pk=key) if kind == "person" else None,
    }


def people_of(action: Action) -> list[User]:
    """Whom a mail about an action reaches: its person, or everybody who takes part for its structure today."""
    return people_by_action([action])[action.pk]


def people_by_action(actions: Iterable[Action]) -> dict[int, list[User]]:
    """`people_of` several actions by their key, in three queries. A person who neither takes part today nor is of the
    team gets no mail."""
    actions = list(actions)
    parts = Participant.objects.current().filter(membership__project__in={action.project_id for action in actions})
    here = list(parts.select_related("user", "membership").order_by("user__name", "user"))
    cohorts = {action.project.cohort_id for action in actions}
    team = set(Facilitation.objects.filter(cohort__in=cohorts).values_list("cohort", "user"))
    owners = User.objects.in_bulk([action.person_id for action in actions if action.person_id is not None])

    def reached(action: Action) -> list[User]:
        at_work = [part for part in here if part.membership.project_id == action.project_id]
        if action.person_id is None:
            people = [part.user for part in at_work if part.membership.structure_id == action.structure_id]
        else:
            person = owners[action.person_id]
            takes_part = person in {part.user for part in at_work}
            supports = person.is_administrator or (action.project.cohort_id, person.pk) in team
            people = [person] if takes_part or supports else []
        return [person for person in people if person.is_active]

    return {action.pk: reached(action) for action in actions}


def people_to_mail(actions: Iterable[Action]) -> dict[int, list[User]]:
    """Whom a mail that somebody sends by hand about these actions reaches, by the key of each: `people_by_action` but for
    those who want no such mail."""
    found = people_by_action(actions)
    wants = set(wanting({person for people in found.values() for person in people}, NoticeKind.ACTION))
    return {key: [person for person in people if person in wants] for key, people in found.items()}


def action_history(action: Action) -> list[ActionVersion]:
    """Every state of an action, the latest first."""
    return list(action.versions.select_related("author", "person", "structure").order_by("-number"))
