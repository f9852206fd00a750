import factory

from logbook.models import Answer, Assessment, Objective, Presence, Score


class AnswerFactory(factory.django.DjangoModelFactory):
    """An answer as stored; give `project` and `question`. Without `structure` it is collective."""

    class Meta:
        model = Answer

    text = "Une réponse."
    version = 1
    updated_by = factory.SubFactory("tests.factories.people.UserFactory")


class AssessmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Assessment


class ScoreFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Score

    level = 2
    version = 1
    updated_by = factory.SubFactory("tests.factories.people.UserFactory")


class ObjectiveFactory(factory.django.DjangoModelFactory):
    """Give `project` and `axis`."""

    class Meta:
        model = Objective

    statement = "Ouvrir trois jours par semaine."
    indicator = "Jours d’ouverture"
    created_by = factory.SubFactory("tests.factories.people.UserFactory")


class PresenceFactory(factory.django.DjangoModelFactory):
    """Give `project` and `axis`; the person is somebody else."""

    class Meta:
        model = Presence

    user = factory.SubFactory("tests.factories.people.UserFactory")
