"""Accounts: made (nobody signs up alone), told what their person prefers; and people told of what concerns them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from core import trail
from core.dates import now
from core.enums import Verb
from core.errors import Refused
from core.links import check, make_link
from core.models import Link, OutboxMail
from core.outbox import post
from core.rules import keep

from .enums import PACES, NoticeKind, Pace, Role
from .models import Notice, NoticeChoice, User
from .queries import account_of, notices_due, paces, paces_of, summaries_due

QUIET = "notices"
QUIET_LASTS = timedelta(days=365)


def create_person(
    *,
    email: str,
    name: str,
    password: str | None = None,
    role: str = Role.MEMBER,
    language: str = "fr",
    actor: Any = None,
    is_example: bool = False,
) -> User:
    """Makes an account whose address is taken as confirmed: the caller has proof of it, or answers for it.

    Without a password one signs in by the code that is mailed. Refuses an address that has an account.
    """
    with transaction.atomic():
        if account_of(email) is not None:
            raise Refused(_("This address has an account."), field="email")
        user = User(email=email.strip().lower(), name=name, role=role, language=language, is_example=is_example)
        user.set_password(password)
        keep(user)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        trail.record(actor or user, Verb.CREATED, user, role=str(role))
    return user


def change_preferences(*, actor: User, name: str, language: str) -> User:
    """A person changes their own name and language."""
    actor.name, actor.language = name, language
    with transaction.atomic():
        keep(actor, ["name", "language"])
        trail.record(actor, Verb.CHANGED, actor, fields=["language", "name"])
    return actor


def set_paces(*, actor: User, wanted: Mapping[NoticeKind, Pace]) -> None:
    """A person says how often they want each kind of notice. What waits for a summary follows: it is dropped where they
    want none any more, and comes with the next one otherwise. Refuses a pace that a kind does not have."""
    if any(pace not in PACES[kind] for kind, pace in wanted.items()):
        raise Refused(_("This kind of message cannot be set so."))
    with transaction.atomic():
        User.objects.select_for_update(of=("self",), no_key=True).get(pk=actor.pk)
        before = paces(actor)
        changed = {kind: pace for kind, pace in wanted.items() if before[kind] != pace}
        for kind, pace in changed.items():
            NoticeChoice.objects.update_or_create(user=actor, kind=kind, defaults={"pace": pace})
            waiting = Notice.objects.waiting().filter(user=actor, kind=kind)
            if pace == Pace.NONE:
                waiting.update(dropped_at=now())
            else:
                waiting.update(pace=Pace.DAILY if pace == Pace.AT_ONCE else pace)
        if changed:
            trail.record(actor, Verb.CHANGED, actor, notices={str(kind): str(pace) for kind, pace in changed.items()})


def set_paces_by_link(*, link: Link, reader: Any, wanted: Mapping[NoticeKind, Pace]) -> None:
    """The same by the link at the foot of a mail, which is not used up. Refuses a link that is not good."""
    check(link, reader)
    set_paces(actor=link.user, wanted=wanted)


def kinds_behind(link: Link) -> list[NoticeKind]:
    """Which kinds the link at the foot of a mail may set: the one of the mail, or all that may be set."""
    found = [kind for kind, offered in PACES.items() if len(offered) > 1]
    return [list(NoticeKind)[link.subject - 1]] if link.subject else found


def quiet_address(person: User, kind: NoticeKind | None = None) -> str:
    """Where a person says without signing in that they want fewer notices: of one kind, or of any."""
    subject = list(NoticeKind).index(kind) + 1 if kind else 0
    token = make_link(person, QUIET, subject, now() + QUIET_LASTS)
    return str(settings.SITE_URL + reverse("accounts:quiet", args=[token]))


@dataclass(frozen=True)
class Fact:
    """Something to tell a person: a key that names it for good, a line for a summary, the page it is about (its address,
    whole or from the root), and until when it is of use."""

    key: str
    title: str
    address: str
    until: datetime | None = None


@transaction.atomic
def tell(
    person: User,
    kind: NoticeKind,
    facts: Sequence[Fact],
    compose: Callable[[Sequence[Fact], str], EmailMessage],
    *,
    at_once: bool = False,
) -> OutboxMail | None:
    """Tells a person of facts, each once for good, as often as they want to be told of this kind: in one mail now, in
    their next summary, or not at all. Gives the mail that was written.

    `compose` makes it of the facts that are news, and of the address at which the kind is switched off. `at_once` is for
    what somebody sends by hand: it waits for no summary, and does not reach whoever wants none either.
    """
    pace = paces_of([person], kind)[person.pk]
    if pace == Pace.NONE:
        return None
    if at_once:
        pace = Pace.AT_ONCE
    fresh = [fact for fact in facts if _note(person, kind, fact, pace)]
    if not fresh or pace != Pace.AT_ONCE:
        return None
    quiet = quiet_address(person, kind)
    message = compose(fresh, quiet)
    message.extra_headers["List-Unsubscribe"] = f"<{quiet}>"
    return post(message)


def _note(person: User, kind: NoticeKind, fact: Fact, pace: Pace) -> bool:
    """Whether the fact is news to the person."""
    address = f"{settings.SITE_URL}{fact.address}" if fact.address.startswith("/") else fact.address
    told = {"kind": kind, "title": fact.title[:300], "address": address, "pace": pace, "until": fact.until}
    told["told_at"] = now() if pace == Pace.AT_ONCE else None
    _row, is_new = Notice.objects.get_or_create(user=person, fact=fact.key, defaults=told)
    return is_new


def send_summaries() -> int:
    """Sends the summaries that are due, one mail a person. Gives how many left."""
    return sum(_summarise(key) for key in summaries_due())


@transaction.atomic
def _summarise(key: int) -> bool:
    person = User.objects.get(pk=key)
    rows = list(notices_due(person).select_for_update(of=("self",)))
    useful = [row for row in rows if person.is_active and (row.until is None or row.until > now())]
    dropped = {row.pk for row in rows} - {row.pk for row in useful}
    Notice.objects.filter(pk__in=dropped).update(dropped_at=now())
    Notice.objects.filter(pk__in=[row.pk for row in useful]).update(told_at=now())
    if useful:
        post(_summary(person, useful))
    return bool(useful)


def _summary(person: User, rows: Sequence[Notice]) -> EmailMessage:
    kinds = list(NoticeKind)
    ordered = sorted(rows, key=lambda row: kinds.index(NoticeKind(row.kind)))  # stable: the hour orders each kind
    with translation.override(person.language):
        groups = [(kind, list(found)) for kind, found in groupby(ordered, key=lambda row: NoticeKind(row.kind).label)]
        quiet = quiet_address(person)
        words = {"person": person, "groups": groups, "quiet": quiet, "number": len(rows)}
        subject = " ".join(render_to_string("accounts/mail/summary_subject.txt", words).split())
        text = render_to_string("accounts/mail/summary.txt", words)
    return EmailMessage(subject, text, to=[person.email], headers={"List-Unsubscribe": f"<{quiet}>"})
