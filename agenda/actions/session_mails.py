"""The mails about sessions: one a person with all that concerns them, in their language, with the calendar's part."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.actions import Fact, tell
from accounts.enums import NoticeKind
from accounts.models import User
from agenda.enums import ChangeKind, MailKind, Reply
from agenda.ical import attendee_of, event_of, place_of
from agenda.models import Session, SessionMail
from agenda.queries import Change, Reader, people
from core.dates import format_clock, format_day
from core.ical import calendar
from core.links import make_link, revoke
from core.models import OutboxMail
from core.outbox import post
from core.reminders import Reminder

LINK = "reply"
LINK_LASTS = timedelta(days=30)  # after the session; it closes when the session begins
KINDS = {
    ChangeKind.NEW: MailKind.INVITATION,
    ChangeKind.CHANGED: MailKind.CHANGE,
    ChangeKind.CANCELLED: MailKind.CANCELLATION,
}


@dataclass(frozen=True)
class Item:
    """A session as a mail speaks of it. `link` answers the invitation; empty where there is nothing to answer."""

    change: Change
    reader: Reader
    kind: MailKind
    link: str

    @property
    def session(self) -> Session:
        return self.change.session

    @property
    def is_off(self) -> bool:
        """Called off, for everybody or for this reader."""
        return self.kind == MailKind.CANCELLATION

    @property
    def headline(self) -> str:
        if self.kind == MailKind.INVITATION:
            return _("New session")
        if self.is_off:
            return _("You are not invited any more") if not self.reader.invited else _("Session cancelled")
        if self.kind == MailKind.REMINDER:
            return _("Your answer is awaited")
        return _("New date") if self.change.has_moved else _("New place")

    @property
    def has_answered(self) -> bool:
        return self.reader.reply != Reply.NONE

    @property
    def answer(self) -> str:
        return str(self.reader.reply.label)

    @property
    def reason(self) -> str:
        """Why it moved, as its author wrote it."""
        return self.change.reason if self.change.has_moved else ""

    @property
    def place(self) -> str:
        return place_of(self.session)

    @property
    def address(self) -> str:
        return settings.SITE_URL + self.session.get_absolute_url()


def write(person: User, told: Sequence[tuple[Change, Reader]]) -> OutboxMail:
    """Writes one mail with everything there is to tell this person, and notes of which sessions it speaks."""
    items = [item_of(person, change, reader) for change, reader in told]
    mail = post(compose(person, items))
    _remember(mail, items)
    return mail


def remind(person: User, told: Sequence[tuple[Reminder, Session, Reader]]) -> OutboxMail | None:
    """Reminds a person of sessions that they have not answered, as often as they want to be reminded: one mail, or a
    line each in their next summary."""
    with translation.override(person.language):
        facts = [_fact(reminder, session) for reminder, session, _reader in told]
    by_fact = {reminder.fact: (session, reader) for reminder, session, reader in told}
    items: list[Item] = []

    def made(fresh: Sequence[Fact], quiet: str) -> EmailMultiAlternatives:
        for session, reader in (by_fact[fact.key] for fact in fresh):
            items.append(item_of(person, Change(session, ChangeKind.NEW), reader, MailKind.REMINDER))
        return compose(person, items, quiet)

    mail = tell(person, NoticeKind.REMINDER, facts, made)
    if mail is not None:
        _remember(mail, items)
    return mail


def _fact(reminder: Reminder, session: Session) -> Fact:
    title = _("%(headline)s: %(title)s, %(day)s at %(clock)s") % {
        "headline": _("Your answer is awaited"),
        "title": session.title,
        "day": format_day(session.starts_at),
        "clock": format_clock(session.starts_at),
    }
    return Fact(reminder.fact, title, settings.SITE_URL + session.get_absolute_url(), until=session.starts_at)


def _remember(mail: OutboxMail, items: Sequence[Item]) -> None:
    SessionMail.objects.bulk_create(SessionMail(session=item.session, mail=mail, kind=item.kind) for item in items)


def item_of(person: User, change: Change, reader: Reader, kind: MailKind | None = None) -> Item:
    """With a fresh link to answer by; whoever is not invited any more has their links withdrawn."""
    kind = kind or (KINDS[change.kind] if reader.invited else MailKind.CANCELLATION)
    session, link = change.session, ""
    if kind == MailKind.CANCELLATION:
        revoke(LINK, session.pk, person)
    else:
        link = settings.SITE_URL + reverse(
            "agenda:answer", args=[make_link(person, LINK, session.pk, session.starts_at)]
        )
    return Item(change, reader, kind, link)


def answer_address(token: str) -> str:
    return settings.SITE_URL + reverse("agenda:answer", args=[token])


def preview(found: Sequence[Change], person: str) -> EmailMultiAlternatives | None:
    """The message that a person (by key; the first, when it names nobody) would get of these changes. Nothing is
    written: its links lead nowhere."""
    readers = people(found)
    for user, told in sorted(readers.items(), key=lambda pair: (str(pair[0].pk) != person, pair[0].name, pair[0].pk)):
        kinds = [KINDS[change.kind] if reader.invited else MailKind.CANCELLATION for change, reader in told]
        items = [
            Item(
                change, reader, kind, "" if kind == MailKind.CANCELLATION else answer_address("-").replace("/-/", "/…/")
            )
            for (change, reader), kind in zip(told, kinds, strict=True)
        ]
        return compose(user, items)
    return None


def compose(person: User, items: Sequence[Item], quiet: str = "") -> EmailMultiAlternatives:
    """The message itself; nothing is written here. `quiet` is where the reader says that they want no such mail."""
    with translation.override(person.language):
        title = subject(items)
        words = {
            "person": person,
            "items": items,
            "subject": title,
            "agenda": settings.SITE_URL + reverse("agenda:agenda"),
            "calendar": settings.SITE_URL + reverse("agenda:my_calendar"),
            "language": person.language,
            "quiet": quiet,
        }
        message = EmailMultiAlternatives(title, render_to_string("agenda/mail/sessions.txt", words), to=[person.email])
        message.attach_alternative(render_to_string("agenda/mail/sessions.html", words), "text/html")
        parts = [part(person, item) for item in items]
    if len(parts) == 1:  # a mail program reads one invitation beside the text; several come as files
        _name, text, kind = parts[0]
        message.attach_alternative(text, kind)
    for name, text, kind in parts:
        message.attach(name, text, kind)
    return message


def part(person: User, item: Item) -> tuple[str, str, str]:
    """(file name, text, type) of a session's calendar file: the reader is its only attendee."""
    method = "CANCEL" if item.is_off else "REQUEST"
    attendee = attendee_of(person.name, person.email, item.reader.reply)
    event = event_of(item.session, attendee, cancelled=item.is_off)
    organizer = parseaddr(settings.DEFAULT_FROM_EMAIL)
    text = calendar([event], method=method, organizer=(organizer[0] or organizer[1], organizer[1]))
    name = slugify(item.session.title)[:60] or f"session-{item.session.pk}"
    return f"{name}.ics", text, f"text/calendar; method={method}"


def subject(items: Sequence[Item]) -> str:
    """« Nouvelle date : Atelier 5, jeu. 20 mai à 9 h 00 »; for several sessions, how many."""
    cohort = items[0].session.cohort.name
    if len(items) > 1 and all(item.kind == MailKind.REMINDER for item in items):
        text = ngettext("%(cohort)s: %(n)d answer awaited", "%(cohort)s: %(n)d answers awaited", len(items))
        text %= {"cohort": cohort, "n": len(items)}
    elif len(items) > 1:
        text = ngettext(
            "%(cohort)s: %(n)d change in your agenda", "%(cohort)s: %(n)d changes in your agenda", len(items)
        ) % {"cohort": cohort, "n": len(items)}
    else:
        (item,) = items
        session = item.session
        text = _("%(headline)s: %(title)s, %(day)s at %(clock)s") % {
            "headline": item.headline,
            "title": session.title,
            "day": format_day(session.starts_at),
            "clock": format_clock(session.starts_at),
        }
    return " ".join(text.split())
