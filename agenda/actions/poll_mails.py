"""Whom a poll asks, and the mails by which it does: one a person, with a link that needs no sign-in."""

from collections import defaultdict
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from agenda.models import Poll, PollDate, PollVoice, PollVoiceQuerySet
from agenda.queries import is_open_to_answers, to_ask
from core.dates import now
from core.enums import Verb
from core.errors import Refused
from core.links import make_link
from core.outbox import SECRET_HEADER
from core.trail import record

LINK = "poll"
BETWEEN_MAILS = timedelta(hours=1)  # a second press of the button is not a second mail


def renew_voices(poll: Poll) -> None:
    """Asks whom the poll concerns today: who joined since comes in, who left and said nothing goes."""
    people = to_ask(poll)
    gone = poll.voices.exclude(participant__in=people).filter(answers__isnull=True)
    gone.delete()
    known = set(poll.voices.values_list("participant", flat=True))
    PollVoice.objects.bulk_create(
        PollVoice(poll=poll, participant=person) for person in people if person.pk not in known
    )


def ask_by_mail(poll: Poll, voices: PollVoiceQuerySet, *, again: bool = False) -> int:
    """Writes to each person behind these voices, once however many structures they stand for, in their language. Gives
    how many were written to."""
    people: dict[User, list[PollVoice]] = defaultdict(list)
    for voice in voices.select_related("participant__user").order_by("pk"):
        if voice.participant.user.is_active:
            people[voice.participant.user].append(voice)
    dates = list(poll.dates.proposed().order_by("starts_at", "ends_at", "pk"))
    for person, theirs in people.items():
        _write(poll, person, dates, again=again)
        for voice in theirs:
            voice.written_at = now()
        PollVoice.objects.bulk_update(theirs, ["written_at"])
    return len(people)


def _write(poll: Poll, person: User, dates: list[PollDate], *, again: bool) -> None:
    token = make_link(person, LINK, poll.pk, max(date.ends_at for date in dates))
    with translation.override(person.language):
        words = {
            "poll": poll,
            "person": person,
            "dates": dates,
            "again": again,
            "link": settings.SITE_URL + reverse("agenda:poll_link", args=[token]),
        }
        subject = " ".join(render_to_string("agenda/mail/poll_subject.txt", words).split())
        text = render_to_string("agenda/mail/poll.txt", words)
    EmailMessage(subject, text, to=[person.email], headers={SECRET_HEADER: "1"}).send()


@transaction.atomic
def remind_poll(*, actor: User, poll: Poll) -> int:
    """Writes again to those who have not spoken of every date, and to those who joined since; nobody else. Gives how
    many. Refuses a poll that takes no answers, and a second reminder within the hour."""
    stored = Poll.objects.select_for_update(of=("self",)).select_related("cohort", "project").get(pk=poll.pk)
    if not is_open_to_answers(stored):
        raise Refused(_("This poll takes no answers any more: there is nothing to remind anybody of."))
    renew_voices(stored)
    waiting = stored.voices.waited_for()
    if not waiting.exists():
        raise Refused(_("Everybody has answered: there is nobody to remind."))
    due = waiting.exclude(written_at__gt=now() - BETWEEN_MAILS)
    people = ask_by_mail(stored, due, again=True)
    if not people:
        raise Refused(_("They were written to less than an hour ago: give them time to answer."))
    record(actor, Verb.REMINDED, stored, people=people)
    return people
