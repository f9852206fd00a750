import datetime as dt

import factory

from agenda.enums import Audience, SessionState
from agenda.models import Attendance, Note, Session, Venue
from cohorts.enums import SessionForm


class VenueFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Venue

    name = factory.Sequence(lambda n: f"Lieu {n}")


class SessionFactory(factory.django.DjangoModelFactory):
    """A published half-day in the morning of 12 March 2026 (9:00 to 12:30 in Paris)."""

    class Meta:
        model = Session
        skip_postgeneration_save = True

    cohort = factory.SubFactory("tests.factories.cohorts.CohortFactory")
    form = SessionForm.WORKSHOP
    title = factory.Sequence(lambda n: f"Atelier {n}")
    starts_at = dt.datetime(2026, 3, 12, 8, 0, tzinfo=dt.UTC)
    ends_at = factory.LazyAttribute(lambda row: row.starts_at + dt.timedelta(hours=3, minutes=30))
    state = SessionState.PUBLISHED


class AttendanceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Attendance

    session = factory.SubFactory(SessionFactory)
    participant = factory.SubFactory("tests.factories.projects.ParticipantFactory")
    structure = factory.LazyAttribute(lambda row: row.participant.membership.structure)


class NoteFactory(factory.django.DjangoModelFactory):
    """What was said in a session, for the project and of no axis in particular; not shared yet."""

    class Meta:
        model = Note

    session = factory.SubFactory(SessionFactory)
    audience = Audience.PROJECT
    topics = "Le bail de la halle."
    version = 1
    updated_by = factory.SubFactory("tests.factories.people.UserFactory")
