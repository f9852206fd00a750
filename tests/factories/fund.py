import factory

from fund.models import Fund


class FundFactory(factory.django.DjangoModelFactory):
    """An empty fund; money comes by fund.actions."""

    class Meta:
        model = Fund

    project = factory.SubFactory("tests.factories.projects.ProjectFactory")
