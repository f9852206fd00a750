import datetime as dt

import factory
from django.utils import timezone

from core.links import digest
from projects.enums import InvitedRole
from projects.models import Action, ActionVersion, Invitation, Membership, Participant, Project, Structure

from .cohorts import START


class StructureFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Structure

    slug = factory.Sequence(lambda n: f"structure-{n}")
    name = factory.Sequence(lambda n: f"Structure {n}")


class ProjectFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Project

    slug = factory.Sequence(lambda n: f"projet-{n}")
    name = factory.Sequence(lambda n: f"Projet {n}")
    purpose = "Faire ensemble ce que nul ne ferait seul."
    cohort = factory.SubFactory("tests.factories.cohorts.CohortFactory")


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    project = factory.SubFactory(ProjectFactory)
    structure = factory.SubFactory(StructureFactory)
    joined_on = START


class ParticipantFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Participant

    membership = factory.SubFactory(MembershipFactory)
    user = factory.SubFactory("tests.factories.people.UserFactory")
    starts_on = factory.LazyAttribute(lambda part: part.membership.joined_on)


class InvitationFactory(factory.django.DjangoModelFactory):
    """An invitation of a participant; `token` is the secret of its link."""

    class Meta:
        model = Invitation

    class Params:
        token = factory.Sequence(lambda n: f"secret-{n}")

    email = factory.Sequence(lambda n: f"invited{n}@example.org")
    role = InvitedRole.PARTICIPANT
    membership = factory.SubFactory(MembershipFactory)
    digest = factory.LazyAttribute(lambda row: digest(row.token))
    expires_at = factory.LazyFunction(lambda: timezone.now() + dt.timedelta(days=14))


class ActionFactory(factory.django.DjangoModelFactory):
    """Something to be done by a structure that takes part, with its first state; `person` instead for a person."""

    class Meta:
        model = Action
        skip_postgeneration_save = True

    project = factory.SubFactory(ProjectFactory)
    text = factory.Sequence(lambda n: f"Faire la chose {n}")
    structure = factory.Maybe(
        "person", no_declaration=factory.LazyAttribute(lambda row: MembershipFactory(project=row.project).structure)
    )
    person = None
    created_by = factory.SubFactory("tests.factories.people.UserFactory")

    @factory.post_generation
    def first(action, create, extracted, **kwargs):
        if create:
            names = ("text", "person", "structure", "due_on", "state", "reason")
            kept = {name: getattr(action, name) for name in names}
            ActionVersion.objects.create(action=action, number=action.version, author=action.created_by, **kept)
