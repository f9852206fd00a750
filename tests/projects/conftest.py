import pytest

from tests import factories as make


@pytest.fixture(autouse=True)
def outbox(settings):
    """Mails go through the table, as in life; Django's test environment keeps them in memory instead."""
    settings.EMAIL_BACKEND = "core.outbox.OutboxBackend"


@pytest.fixture
def actor(db):
    return make.UserFactory(administrator=True)


@pytest.fixture
def membership(db):
    return make.MembershipFactory(project__slug="passerelles")
