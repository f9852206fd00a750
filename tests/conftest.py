"""The strict house: what would only be ugly in production is an error here."""

import pytest
from django.test import Client, TransactionTestCase
from django.utils import translation
from hypothesis import HealthCheck, settings

from core.wipe import guards_lifted
from tests import cast as cast_module
from tests.strict import StrictClient, UndefinedVariable, unordered_at_random, updated_at_is_named

# How long an example takes says how busy the machine is, and nothing about the property.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

# The fixtures of a running installation, for tests/processes and tests/journeys; and of people who act at once.
pytest_plugins = ["tests.running", "tests.rivals"]


class FailOnUndefined(str):
    """Django renders an unknown variable as nothing; here it stops the test."""

    def __contains__(self, item):
        return item == "%s"

    def __mod__(self, missing):
        raise UndefinedVariable(f"The template names {missing!r}, which the view did not give.")


@pytest.fixture(autouse=True, scope="session")
def strict_templates():
    from django.conf import settings

    settings.TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = FailOnUndefined()


@pytest.fixture(autouse=True)
def strict_models(monkeypatch):
    unordered_at_random(monkeypatch)
    updated_at_is_named(monkeypatch)


@pytest.fixture(autouse=True)
def own_language():
    """No test inherits the language of the last request of another."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def own_var(settings, tmp_path):
    """Files and mails of a test go to a folder of its own."""
    settings.VAR_DIR = tmp_path
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    settings.EMAIL_BACKEND = "core.outbox.OutboxBackend"  # Django's test environment would keep mails in memory
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "files"},
        }
    }


@pytest.fixture(autouse=True, scope="session")
def guarded_tables_can_be_flushed():
    """A transactional test ends with a flush; the frozen and append-only tables must let that one through."""
    plain = TransactionTestCase._fixture_teardown

    def lifted(self):
        with guards_lifted():
            plain(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lifted)
        yield


@pytest.fixture
def client():
    return StrictClient()


@pytest.fixture
def cast(db):
    """The persons of tests/cast.py."""
    return cast_module.build()


@pytest.fixture
def sign_in():
    """Gives a client in which a person is signed in."""

    def enter(user) -> Client:
        client = StrictClient()
        if user is not None:
            client.force_login(user, backend="accounts.backends.HouseBackend")
        return client

    return enter


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """Nothing is skipped silently: a missing part is installed, or the run fails and says how."""
    outcome = yield
    report = outcome.get_result()
    if report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped: install what it needs (make setup) instead."
