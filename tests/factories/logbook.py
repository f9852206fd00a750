import factory

from logbook.models import Answer, Assessment, Score


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
