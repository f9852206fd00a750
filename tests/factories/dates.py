import datetime as dt

import factory

from agenda.enums import PollState
from agenda.models import Poll, PollAnswer, PollDate, PollVoice, Slot, SlotOffer
from cohorts.enums import SessionForm
from core.dates import combine, today


def ahead(days: int, hour: int = 9) -> dt.datetime:
    """So many days from today, at an hour of the clock in Paris."""
    return combine(today() + dt.timedelta(days=days), dt.time(hour))


class PollFactory(factory.django.DjangoModelFactory):
    """A poll for a half-day, open to answers for a week."""

    class Meta:
        model = Poll
        skip_postgeneration_save = True

    cohort = factory.SubFactory("tests.factories.cohorts.CohortFactory")
    form = SessionForm.WORKSHOP
    title = factory.Sequence(lambda n: f"Sondage {n}")
    answers_until = factory.LazyFunction(lambda: today() + dt.timedelta(days=7))
    state = PollState.OPEN
    created_by = factory.SubFactory("tests.factories.people.UserFactory", facilitator=True)


class PollDateFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PollDate

    poll = factory.SubFactory(PollFactory)
    starts_at = factory.Sequence(lambda n: ahead(8 + n))
    ends_at = factory.LazyAttribute(lambda row: row.starts_at + dt.timedelta(hours=3))


class PollVoiceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PollVoice

    poll = factory.SubFactory(PollFactory)
    participant = factory.SubFactory("tests.factories.projects.ParticipantFactory")


class PollAnswerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PollAnswer

    voice = factory.SubFactory(PollVoiceFactory)
    date = factory.SubFactory(PollDateFactory)
    answer = "yes"


class SlotOfferFactory(factory.django.DjangoModelFactory):
    """An offer with its facilitators given as `team`."""

    class Meta:
        model = SlotOffer
        skip_postgeneration_save = True

    cohort = factory.SubFactory("tests.factories.cohorts.CohortFactory")
    created_by = factory.SubFactory("tests.factories.people.UserFactory", facilitator=True)

    @factory.post_generation
    def team(offer, create, extracted, **kwargs):
        offer.facilitators.set(extracted or [])


class SlotFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Slot

    offer = factory.SubFactory(SlotOfferFactory)
    starts_at = factory.Sequence(lambda n: ahead(8 + n, 14))
    ends_at = factory.LazyAttribute(lambda row: row.starts_at + dt.timedelta(hours=1))
