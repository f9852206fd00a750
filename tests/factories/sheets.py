import datetime as dt
import uuid

import factory

from agenda.models import Sheet, Signature, WalkIn

from .agenda import AttendanceFactory, SessionFactory


class WalkInFactory(factory.django.DjangoModelFactory):
    """A guest."""

    class Meta:
        model = WalkIn

    session = factory.SubFactory(SessionFactory)
    name = factory.Sequence(lambda n: f"Invité {n}")
    key = factory.LazyFunction(uuid.uuid4)


class SheetFactory(factory.django.DjangoModelFactory):
    """A sheet open to signatures since the session began."""

    class Meta:
        model = Sheet

    session = factory.SubFactory(SessionFactory)
    code = factory.Sequence(lambda n: f"CODE{n:02}"[-6:])
    opened_at = factory.LazyAttribute(lambda row: row.session.starts_at)
    opened_by = factory.SubFactory("tests.factories.people.UserFactory", facilitator=True)


class SignatureFactory(factory.django.DjangoModelFactory):
    """A signature on the person's own phone, five minutes after the start."""

    class Meta:
        model = Signature

    sheet = factory.SubFactory(SheetFactory)
    line = factory.SubFactory(
        AttendanceFactory, session=factory.SelfAttribute("..sheet.session"), presence="present", source="signature"
    )
    half = "morning"
    way = "account"
    name = factory.LazyAttribute(lambda row: row.line.person if row.line else str(row.countersigner))
    structure = factory.LazyAttribute(lambda row: row.line.structure if row.line else None)
    signed_at = factory.LazyAttribute(lambda row: row.sheet.session.starts_at + dt.timedelta(minutes=5))
    received_at = factory.SelfAttribute("signed_at")
    key = factory.LazyFunction(uuid.uuid4)
