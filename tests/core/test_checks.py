"""What `manage.py check --deploy` says about our own parts."""

import pytest

from core.checks import installation

GOOD = {
    "HTTPS": True,
    "DEMO": False,
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "DELIVERY_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
}


@pytest.fixture
def installed(settings):
    for name, value in GOOD.items():
        setattr(settings, name, value)
    settings.DATABASES["default"]["ENGINE"] = "django.db.backends.postgresql"
    return settings


@pytest.fixture(autouse=True)
def engine_is_put_back(settings):
    engine = settings.DATABASES["default"]["ENGINE"]
    yield
    settings.DATABASES["default"]["ENGINE"] = engine


def test_a_whole_installation_has_nothing_to_hear(installed):
    assert installation(None) == []


@pytest.mark.parametrize(
    ("name", "value", "identity"),
    [
        ("HTTPS", False, "house.W001"),
        ("DEMO", True, "house.W002"),
        ("REDIS_URL", "", "house.W003"),
        ("DELIVERY_BACKEND", "django.core.mail.backends.filebased.EmailBackend", "house.W004"),
    ],
)
def test_a_forgotten_part_is_named(installed, name, value, identity):
    setattr(installed, name, value)

    assert [warning.id for warning in installation(None)] == [identity]


def test_sqlite_needs_no_redis(installed):
    installed.REDIS_URL = ""
    installed.DATABASES["default"]["ENGINE"] = "django.db.backends.sqlite3"

    assert installation(None) == []
