"""Who has which e-mail address, compared in lower case, which mails were sent there, and how often their person wants
them."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Q, QuerySet

from core.dates import combine, now, today
from core.models import OutboxMail

from .enums import PACES, NoticeKind, Pace
from .models import Notice, NoticeChoice, User

SUMMARY_AT = time(7)  # in Paris; those of a week on Mondays


def account_of(email: str) -> User | None:
    """The account that signs in with this address: its own one, or another that it has confirmed."""
    address = email.strip().lower()
    found = User.objects.filter(email=address).first()
    if found is None:
        confirmed = EmailAddress.objects.filter(email__iexact=address, verified=True).select_related("user")
        found = next((row.user for row in confirmed.order_by("pk")), None)
    return found


def owns_address(user: Any, email: str) -> bool:
    """Whether the person has confirmed this address."""
    return bool(EmailAddress.objects.filter(user=user, email__iexact=email.strip(), verified=True).exists())


def mails_of(user: Any) -> QuerySet[OutboxMail]:
    """The mails that a person may read again, the latest first, without their text."""
    return OutboxMail.objects.visible_to(user).defer("text", "html", "parts").order_by("-created_at", "-pk")


def paces(user: Any) -> dict[NoticeKind, Pace]:
    """How often a person wants each kind of notice."""
    chosen = dict(NoticeChoice.objects.filter(user=user).order_by("pk").values_list("kind", "pace"))
    return {kind: Pace(chosen.get(kind, offered[0])) for kind, offered in PACES.items()}


def paces_of(people: Iterable[Any], kind: NoticeKind) -> dict[int, Pace]:
    """How often each of several people wants one kind of notice, by their key. One query."""
    keys = [person.pk for person in people]
    chosen = NoticeChoice.objects.filter(user__in=keys, kind=kind).order_by("pk")
    return dict.fromkeys(keys, PACES[kind][0]) | {key: Pace(pace) for key, pace in chosen.values_list("user", "pace")}


def wanting(people: Iterable[User], kind: NoticeKind) -> list[User]:
    """Those of these people whom a mail of this kind reaches when somebody sends it by hand. One query."""
    people = list(people)
    paces = paces_of(people, kind)
    return [person for person in people if paces[person.pk] != Pace.NONE]


def summary_since(pace: Pace) -> datetime:
    """The last instant at which the summaries of this pace were due: what was noted before belongs into them."""
    day = today()
    if pace == Pace.WEEKLY:
        day -= timedelta(days=day.weekday())
    step = timedelta(days=7 if pace == Pace.WEEKLY else 1)
    due = combine(day, SUMMARY_AT)
    return due if due <= now() else combine(day - step, SUMMARY_AT)


def summaries_due() -> list[int]:
    """The people, as keys, for whom a summary is due. One query."""
    waiting = Notice.objects.waiting().filter(_due())
    return list(waiting.order_by("user").values_list("user", flat=True).distinct())


def notices_due(user: Any) -> QuerySet[Notice]:
    """What the summary of a person holds, in the order in which it came."""
    return Notice.objects.waiting().filter(_due(), user=user).order_by("at", "pk")


def _due() -> Q:
    daily, weekly = summary_since(Pace.DAILY), summary_since(Pace.WEEKLY)
    return Q(pace=Pace.DAILY, at__lt=daily) | Q(pace=Pace.WEEKLY, at__lt=weekly)
