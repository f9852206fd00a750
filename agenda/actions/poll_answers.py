"""What a person says of the dates of a poll, from the page or by the link of the mail."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from agenda.enums import Availability
from agenda.models import Poll, PollAnswer, PollVoice
from agenda.queries import is_open_to_answers, own_dates
from core import links
from core.dates import format_day, now
from core.enums import Verb
from core.errors import Refused
from core.models import Link
from core.trail import record


@transaction.atomic
def answer_poll(*, actor: User, poll: Poll, answers: Mapping[int, Availability]) -> None:
    """Keeps what a person says of dates, by the key of each, for every structure they stand for. Dates left out keep
    what was said of them.

    Refuses a poll that takes no answers, whoever is not asked, a date that is not proposed, and no answer at all.
    """
    stored = Poll.objects.select_for_update(of=("self",), no_key=True).get(pk=poll.pk)
    if sentence := closed_sentence(stored):
        raise Refused(sentence)
    voices = list(stored.voices.of_person(actor).order_by("pk"))
    if not voices:
        raise Refused(_("You are not asked in this poll, or your part in the project has ended."))
    if not answers:
        raise Refused(_("Say something of one date at least."))
    if set(answers) - {own.date.pk for own in own_dates(stored, actor)}:
        raise Refused(_("The dates have changed meanwhile: look at them again."))
    PollAnswer.objects.bulk_create(
        [PollAnswer(voice=voice, date_id=date, answer=answer) for voice in voices for date, answer in answers.items()],
        update_conflicts=True,
        unique_fields=["voice", "date"],
        update_fields=["answer"],
    )
    for voice in voices:
        voice.answered_at = now()
    PollVoice.objects.bulk_update(voices, ["answered_at"])
    record(actor, Verb.ANSWERED, stored, answers={str(date): answer for date, answer in answers.items()})


@transaction.atomic
def answer_by_link(*, reader: Any, link: Link, poll: Poll, answers: Mapping[int, Availability]) -> None:
    """The same by whoever holds the link of the mail, as the person it was sent to. The link is not used up: an answer
    may be changed as long as the poll takes answers. Refuses a link that is not good or not this reader's."""
    stored = Link.objects.select_for_update(of=("self",)).select_related("user").get(pk=link.pk)
    links.check(stored, reader)
    answer_poll(actor=stored.user, poll=poll, answers=answers)


def closed_sentence(poll: Poll) -> str:
    """Why a poll takes no answers, in words; nothing while it does."""
    if poll.is_cancelled:
        return _("This poll was cancelled: answers are not taken any more.")
    if poll.is_closed and poll.chosen is not None:
        return _("This poll is closed: the date chosen is %(day)s.") % {
            "day": format_day(poll.chosen.starts_at, "long")
        }
    if not is_open_to_answers(poll):
        return _("Answers were taken until %(day)s.") % {"day": format_day(poll.answers_until, "short")}
    return ""
