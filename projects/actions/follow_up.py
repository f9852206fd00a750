"""What is to be done: decided, changed, settled on a page or from a mail. Every state an action has had is kept."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Model
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.actions import Fact, tell
from accounts.enums import NoticeKind
from accounts.models import User
from cohorts.models import Facilitation
from core import trail
from core.dates import format_day, now, paris_day, today
from core.enums import Verb
from core.errors import EditedElsewhere, Refused
from core.links import make_link, revoke, use
from core.models import Link
from core.outbox import SECRET_HEADER
from core.reminders import Reminder, settle
from core.rules import keep
from projects.models import Action, ActionVersion, Participant, Project, Structure
from projects.queries import ACTION, action_reminders, actions_to_remind, people_by_action, people_to_mail

PURPOSE = "action"
LINK_LASTS = dt.timedelta(days=30)  # after the day by which the action is to be done
FAR_AWAY = dt.timedelta(days=3653)
_KEPT = ("text", "person", "structure", "due_on", "state", "reason")


@transaction.atomic
def add_action(
    *,
    actor: User,
    project: Project,
    text: str,
    person: User | None = None,
    structure: Structure | None = None,
    due_on: dt.date | None = None,
    source: Model | None = None,
    confined_to: Structure | None = None,
    is_example: bool = False,
) -> Action:
    """Writes down something to be done by a person or a structure of the project, or by a person of its team.

    `source` is the row it comes from. What is `confined_to` a structure is seen and done by it and the team only.
    Refuses an owner who has no part in the project today, and a day far away.
    """
    action = Action(
        project=project, text=text, person=person, structure=structure, confined_to=confined_to, due_on=due_on,
        created_by=actor, is_example=is_example,
    )  # fmt: skip
    if source is not None:
        action.source_type, action.source_id = source._meta.label_lower, source.pk
        action.source_title = str(source)[:160]
    _check(action)
    keep(action)
    _version(action, actor)
    trail.record(actor, Verb.CREATED, action, project=project.pk)
    return action


@transaction.atomic
def change_action(
    *,
    actor: User,
    action: Action,
    seen: int,
    text: str,
    person: User | None,
    structure: Structure | None,
    due_on: dt.date | None,
) -> Action:
    """Changes what is to be done, by whom and by when. Links in mails to a former owner stop working.

    Refuses what `add_action` refuses, and with both texts an action that changed since it was shown.
    """
    stored = _locked(action)
    wanted = {"text": text, "person": person, "structure": structure, "due_on": due_on}
    changed = [name for name, value in wanted.items() if getattr(stored, name) != value]
    if not changed:
        return stored
    if seen != stored.version:
        raise EditedElsewhere(
            _("Somebody else changed this action meanwhile."), theirs=stored, yours=wanted, version=stored.version
        )
    for name in changed:
        setattr(stored, name, wanted[name])
    if {"person", "structure", "due_on"} & set(changed):
        _check(stored)
    if {"person", "structure"} & set(changed):
        revoke(PURPOSE, stored.pk)
        stored.reminded_at = None
    _save(stored, actor, [*changed, "reminded_at"])
    trail.record(actor, Verb.CHANGED, stored, fields=sorted(changed))
    return stored


@transaction.atomic
def settle_action(
    *, actor: User, action: Action, state: str, reason: str = "", seen: int | None = None, by_link: bool = False
) -> Action:
    """Says that an action is done, was done already, is refused, or is to be done again. What is so already stays so.

    Refuses, with what the other said, an action that somebody else settled since it was shown.
    """
    stored = _locked(action)
    if (stored.state, stored.reason) == (state, reason):
        return stored
    if seen is not None and seen != stored.version:
        raise EditedElsewhere(
            _("Somebody else changed this action meanwhile: it is now “%(state)s”.")
            % {"state": stored.get_state_display()},
            theirs=stored,
            yours={"state": state, "reason": reason},
            version=stored.version,
        )
    before = stored.state
    stored.state, stored.reason = state, reason
    _save(stored, actor, ["state", "reason"], by_link=by_link)
    trail.record(actor, Verb.CHANGED, stored, state=[before, state], by_link=by_link)
    return stored


@transaction.atomic
def settle_by_link(*, link: Link, reader: Any, state: str, reason: str = "", seen: int | None = None) -> Action:
    """The same in the name of whom the mail was sent to; the link is used up by it, and by nothing else.

    Refuses a link that is not good, and a person who has no say in the action any more.
    """
    used = use(link, reader)
    action = Action.objects.filter(pk=used.subject).owned_by(used.user).first()
    if action is None:
        raise Refused(_("This action is no longer yours: somebody else has it now, or your part in the project ended."))
    return settle_action(actor=used.user, action=action, state=state, reason=reason, seen=seen, by_link=True)


@transaction.atomic
def remind_action(*, actor: User, action: Action) -> int:
    """Mails whoever has to do it, with a link that answers once. Gives the number of people.

    Refuses an action that is settled, one of whom was reminded today, and an owner whom no mail reaches any more.
    """
    stored = _locked(action)
    if not stored.is_open:
        raise Refused(_("This action is settled: there is nothing to remind of."))
    if stored.reminded_at is not None and paris_day(stored.reminded_at) == today():
        raise Refused(_("A reminder left today already: wait until tomorrow."))
    reached = send_actions(actor=actor, actions=[stored])
    if not reached:
        raise Refused(_nobody(stored))
    return reached


def _nobody(action: Action) -> str:
    if people_by_action([action])[action.pk]:
        return _("They want no messages about actions: call them.")
    return _("Nobody takes part for this structure any more: give the action to somebody else.")


@transaction.atomic
def send_actions(*, actor: User, actions: Iterable[Action]) -> int:
    """Sends each person who has to do some of these one mail with all of theirs, a link for each. Gives how many
    people; actions that are settled are left out, and people who want no such mail."""
    stored = list(_to_send(actions))
    reached = people_to_mail(stored)
    for action in stored:
        if reached[action.pk]:
            _note_sent(actor, action, len(reached[action.pk]))
    stamp = f"{now():%Y-%m-%dT%H:%M:%S.%f}"
    mine: dict[User, list[tuple[Action, str]]] = defaultdict(list)
    for action in stored:
        for person in reached[action.pk]:
            mine[person].append((action, f"{ACTION} {action.pk} by hand {stamp}"))
    for person, lines in mine.items():
        tell_actions(person, lines, at_once=True)
    return len(mine)


def send_action_reminders() -> int:
    """Sends each reminder of an action whose instant has come and which was not sent yet: before its day and, once, the
    day after. Gives how many mails left. What came too late is written down as left out."""
    return sum(_remind_project(keys) for _project, keys in sorted(actions_to_remind().items()))


@transaction.atomic
def _remind_project(keys: Sequence[int]) -> int:
    """The actions of one project under their locks, one mail a person; whoever comes second finds nothing to do."""
    found = {row.pk: row for row in _to_send(keys)}
    left = 0

    def send(going: Sequence[Reminder]) -> dict[int, tuple[int, int]]:
        nonlocal left
        mine: dict[User, list[tuple[Action, str]]] = defaultdict(list)
        for reminder in going:
            action = found[reminder.aim.key]
            for person in (*reminder.readers, *reminder.summaries):
                mine[person].append((action, reminder.fact))
            if reminder.readers or reminder.summaries:
                _note_sent(None, action, reminder.people)
        left = sum(tell_actions(person, lines, again=True) for person, lines in mine.items())
        return {reminder.aim.key: (reminder.people, reminder.later) for reminder in going}

    settle([one for each in action_reminders(found.values()).values() for one in each], send)
    return left


def _to_send(keys: Iterable[Any]) -> Iterable[Action]:
    rows = Action.objects.open().filter(pk__in=[getattr(key, "pk", key) for key in keys])
    rows = rows.select_related("project__cohort", "person", "structure").select_for_update(of=("self",))
    return rows.order_by("due_on", "pk")


def _note_sent(actor: User | None, action: Action, people: int) -> None:
    action.reminded_at = now()
    action.save(update_fields=["reminded_at", "updated_at"])
    trail.record(actor, Verb.REMINDED, action, people=people)


def tell_actions(
    person: User, lines: Sequence[tuple[Action, str]], *, again: bool = False, at_once: bool = False
) -> bool:
    """Tells a person of actions, each under the name of its fact. Whether a mail left."""
    by_fact = {fact: action for action, fact in lines}
    with translation.override(person.language):
        facts = [Fact(fact, _line(action), settings.SITE_URL + action.get_absolute_url()) for action, fact in lines]

    def made(fresh: Sequence[Fact], quiet: str) -> EmailMessage:
        return _message(
            person, [(by_fact[fact.key], _link(person, by_fact[fact.key])) for fact in fresh], quiet, again=again
        )

    return tell(person, NoticeKind.ACTION, facts, made, at_once=at_once) is not None


def _line(action: Action) -> str:
    """An action as a summary tells it."""
    if action.due_on is None:
        return f"{action.text} ({action.project.name})"
    words = {"text": action.text, "project": action.project.name, "day": format_day(action.due_on, "short")}
    if action.is_late_on(today()):
        return _("%(text)s (%(project)s), was to be done by %(day)s") % words
    return _("%(text)s (%(project)s), by %(day)s") % words


def _link(person: User, action: Action) -> str:
    last = max(action.due_on or today(), today()) + LINK_LASTS
    token = make_link(person, PURPOSE, action.pk, now() + (last - today()))
    return str(settings.SITE_URL + reverse("projects:answer_action", args=[token]))


def _message(person: User, lines: list[tuple[Action, str]], quiet: str, *, again: bool) -> EmailMessage:
    with translation.override(person.language):
        words = {
            "person": person,
            "lines": [(action, address, action.is_late_on(today())) for action, address in lines],
            "projects": sorted({action.project.name for action, _address in lines}),
            "again": again,
            "quiet": quiet,
        }
        subject = " ".join(render_to_string("projects/mail/actions_subject.txt", words).split())
        text = render_to_string("projects/mail/actions.txt", words)
    return EmailMessage(subject, text, to=[person.email], headers={SECRET_HEADER: "1"})


def _locked(action: Action) -> Action:
    rows = Action.objects.select_related("project__cohort", "person", "structure", "confined_to")
    return rows.select_for_update(of=("self",)).get(pk=action.pk)


def _check(action: Action) -> None:
    """The owner has a part in the project or is of its team; the day is not a slip of the keyboard."""
    if action.due_on is not None and not today() - FAR_AWAY <= action.due_on <= today() + FAR_AWAY:
        raise Refused(_("This day is too far away."), field="due_on")
    parts = Participant.objects.current().filter(membership__project=action.project)
    members = action.project.memberships.active_on(today())
    if action.confined_to is not None:
        parts = parts.filter(membership__structure=action.confined_to)
        members = members.filter(structure=action.confined_to)
    if action.structure is not None:
        here = members.filter(structure=action.structure).exists()
    elif action.person is not None:
        team = Facilitation.objects.filter(cohort=action.project.cohort_id, user=action.person)
        here = parts.filter(user=action.person).exists() or team.exists() or action.person.is_administrator
    else:
        raise Refused(_("Say who does it: a person or a structure."), field="owner")
    if not here and action.confined_to is not None:
        raise Refused(
            _("This was decided with %(structure)s alone: it does it, one of its people, or the team.")
            % {"structure": action.confined_to},
            field="owner",
        )
    if not here:
        raise Refused(_("Whoever does it takes part in the project today, or is of its team."), field="owner")


def _save(action: Action, actor: User, fields: list[str], *, by_link: bool = False) -> None:
    action.version += 1
    keep(action, [*fields, "version", "updated_at"])
    _version(action, actor, by_link=by_link)


def _version(action: Action, actor: User, *, by_link: bool = False) -> None:
    kept = {name: getattr(action, name) for name in _KEPT}
    ActionVersion.objects.create(action=action, number=action.version, author=actor, by_link=by_link, **kept)
