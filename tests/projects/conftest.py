import pytest

from tests import factories as make


@pytest.fixture
def actor(db):
    return make.UserFactory(administrator=True)


@pytest.fixture
def membership(db):
    return make.MembershipFactory(project__slug="passerelles")
