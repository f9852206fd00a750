"""Whom a poll asks, and the mails by which it does: one a person, with a link that needs no sign-in."""

from collections import defaultdict

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.actions import Fact, tell
from accounts.enums import NoticeKind
from accounts.models import User
from agenda.models import Poll, PollDate, PollVoice, PollVoiceQuerySet
from agenda.queries import BETWEEN_MAILS, POLL, is_open_to_answers, to_ask, to_remind
from core.dates import day_bounds, now
from core.enums import Verb
from core.errors import Refused
from core.links import make_link
from core.outbox import SECRET_HEADER
from core.trail import record

LINK = "poll"


def renew_voices(poll: Poll) -> None:
    """Asks whom the poll concerns today: who joined since comes in, who left and said nothing goes."""
    people = to_ask(poll)
    gone = poll.voices.exclude(participant__in=people).filter(answers__isnull=True)
    gone.delete()
    known = set(poll.voices.values_list("participant", flat=True))
    PollVoice.objects.bulk_create(
        PollVoice(poll=poll, participant=person) for person in people if person.pk not in known
    )


def ask_by_mail(poll: Poll, voices: PollVoiceQuerySet) -> int:
    """Writes to each person behind these voices, once however many structures they stand for, in their language. Gives
    how many were written to."""
    people = _people(voices)
    dates = _dates(poll)
    for person in people:
        _message(poll, person, dates).send()
    _note(people)
    return len(people)


def ask_again(poll: Poll, voices: PollVoiceQuerySet, fact: str, *, at_once: bool = False) -> int:
    """Reminds each person behind these voices, as often as they want to be reminded. Gives how many mails left."""
    people, left = _people(voices), 0
    dates = _dates(poll)
    for person in people:
        with translation.override(person.language):
            title = _("Reminder: when can you come? %(poll)s") % {"poll": poll}
        address = settings.SITE_URL + poll.get_absolute_url()
        told = Fact(fact, title, address, until=day_bounds(poll.answers_until)[1])

        def compose(_fresh: object, quiet: str, person: User = person) -> EmailMessage:
            return _message(poll, person, dates, again=True, quiet=quiet)

        left += tell(person, NoticeKind.REMINDER, [told], compose, at_once=at_once) is not None
    _note(people)
    return left


def _people(voices: PollVoiceQuerySet) -> dict[User, list[PollVoice]]:
    people: dict[User, list[PollVoice]] = defaultdict(list)
    for voice in voices.select_related("participant__user").order_by("pk"):
        if voice.participant.user.is_active:
            people[voice.participant.user].append(voice)
    return people


def _note(people: dict[User, list[PollVoice]]) -> None:
    for theirs in people.values():
        for voice in theirs:
            voice.written_at = now()
        PollVoice.objects.bulk_update(theirs, ["written_at"])


def _dates(poll: Poll) -> list[PollDate]:
    return list(poll.dates.proposed().order_by("starts_at", "ends_at", "pk"))


def _message(poll: Poll, person: User, dates: list[PollDate], *, again: bool = False, quiet: str = "") -> EmailMessage:
    token = make_link(person, LINK, poll.pk, max(date.ends_at for date in dates))
    with translation.override(person.language):
        words = {
            "poll": poll,
            "person": person,
            "dates": dates,
            "again": again,
            "link": settings.SITE_URL + reverse("agenda:poll_link", args=[token]),
            "quiet": quiet,
        }
        subject = " ".join(render_to_string("agenda/mail/poll_subject.txt", words).split())
        text = render_to_string("agenda/mail/poll.txt", words)
    return EmailMessage(subject, text, to=[person.email], headers={SECRET_HEADER: "1"})


@transaction.atomic
def remind_poll(*, actor: User, poll: Poll) -> int:
    """Writes again to those who have not spoken of every date, and to those who joined since; nobody else. Gives how
    many. Refuses a poll that takes no answers, a second reminder within the hour, and one that would reach nobody."""
    stored = Poll.objects.select_for_update(of=("self",)).select_related("cohort", "project").get(pk=poll.pk)
    if not is_open_to_answers(stored):
        raise Refused(_("This poll takes no answers any more: there is nothing to remind anybody of."))
    renew_voices(stored)
    waiting = stored.voices.waited_for()
    if not waiting.exists():
        raise Refused(_("Everybody has answered: there is nobody to remind."))
    readers = to_remind(stored)
    if not readers:
        raise Refused(_nobody(waiting))
    voices = waiting.filter(participant__user__in=readers)
    people = ask_again(stored, voices, f"{POLL} {stored.pk} by hand {now():%Y-%m-%dT%H:%M:%S}", at_once=True)
    record(actor, Verb.REMINDED, stored, people=people)
    return people


def _nobody(waiting: PollVoiceQuerySet) -> str:
    """Why a reminder would reach nobody although answers are missing."""
    if waiting.filter(written_at__gt=now() - BETWEEN_MAILS).exists():
        return _("They were written to less than an hour ago: give them time to answer.")
    return _("Those who have not answered have a project that rests, or want no reminders: call them.")
