"""The ground's own doors: health, token, language, and what is shown when something fails."""

import datetime as dt

import pytest
from django.core.files.storage import default_storage
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory
from django.utils import timezone

from core import views
from core.models import Heartbeat
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def alive(settings):
    """The whole house at work: worker and scheduler heard of a moment ago, no broker needed."""
    settings.REDIS_URL = ""
    for name in ("worker", "scheduler"):
        Heartbeat.objects.create(name=name, beat_at=timezone.now() - dt.timedelta(seconds=50))


# --- health ---------------------------------------------------------------------------------------------------------


def test_alive_asks_nothing_of_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok")


def test_ready_when_every_part_works(client, alive):
    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json() == {
        "ready": True,
        "parts": dict.fromkeys(("database", "broker", "storage", "worker", "scheduler"), True),
    }


def broken(*args, **kwargs):
    raise OSError("no")


@pytest.mark.parametrize("part", ["worker", "scheduler"])
@pytest.mark.parametrize("silent", ["never heard of", "not for a minute"])
def test_a_silent_part_turns_the_light_red(client, alive, part, silent):
    row = Heartbeat.objects.filter(name=part)
    if silent == "never heard of":
        row.delete()
    else:
        row.update(beat_at=timezone.now() - dt.timedelta(seconds=61))

    assert red(client) == {part}


def test_a_database_that_is_away_turns_the_light_red_and_not_into_a_500(client, alive, monkeypatch):
    monkeypatch.setattr(views.connection, "cursor", broken)

    assert "database" in red(client)


def test_a_full_disk_turns_the_light_red(client, alive, monkeypatch):
    monkeypatch.setattr("django.core.files.storage.FileSystemStorage._save", broken)

    assert red(client) == {"storage"}


def test_a_broker_that_is_away_turns_the_light_red(client, alive, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    assert red(client) == {"broker"}


def test_a_broker_that_answers_is_well(client, alive, settings, monkeypatch):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    monkeypatch.setattr("redis.Redis.ping", lambda self: True)

    assert client.get("/readyz").json()["ready"]


def red(client):
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["ready"] is False
    return {part for part, works in response.json()["parts"].items() if not works}


def test_looking_at_the_storage_leaves_nothing_behind(client, alive):
    client.get("/readyz")

    assert default_storage.listdir("health") == ([], [])


# --- token ----------------------------------------------------------------------------------------------------------


def test_the_token_says_who_is_there_and_is_kept_by_no_cache(client, sign_in):
    person = make.UserFactory()
    nobody, somebody = client.get("/token/"), sign_in(person).get("/token/")

    assert (nobody.json()["signed_in"], nobody.json()["user"]) == (False, "")
    assert (somebody.json()["signed_in"], somebody.json()["user"]) == (True, str(person.pk))
    assert len(somebody.json()["token"]) == 64
    assert somebody["Cache-Control"] == "no-store"


# --- language -------------------------------------------------------------------------------------------------------


def test_a_visitor_chooses_the_language_of_the_page(client):
    response = client.post("/language/", {"language": "en", "next": "/accounts/login/"})

    assert (response.status_code, response["Location"]) == (302, "/accounts/login/")
    assert response.cookies["django_language"].value == "en"
    assert response.cookies["django_language"]["httponly"]
    assert client.get("/accounts/login/")["Content-Language"] == "en"


def test_a_person_keeps_the_language_on_every_device(sign_in):
    person = make.UserFactory()
    client = sign_in(person)
    client.post("/language/", {"language": "en"})
    client.post("/language/", {"language": "en"})
    person.refresh_from_db()

    assert person.language == "en"
    assert sign_in(person).get("/offline/")["Content-Language"] == "en"


@pytest.mark.parametrize("language", ["", "de", "xx", "../en", "en\r\nX: y", "e" * 500])
def test_a_language_that_is_not_ours_changes_nothing(client, language):
    response = client.post("/language/", {"language": language})

    assert response.status_code == 302
    assert "django_language" not in response.cookies


@pytest.mark.parametrize(
    "after",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "http:evil",
        "",
    ],
)
def test_the_language_door_leads_to_no_other_house(client, after):
    assert client.post("/language/", {"language": "en", "next": after})["Location"] == "/"


# --- what the browser shows -----------------------------------------------------------------------------------------


def test_the_service_worker_covers_the_whole_house(client):
    response = client.get("/sw.js")

    assert response["Content-Type"].startswith("text/javascript")
    assert response["Service-Worker-Allowed"] == "/"


@pytest.mark.parametrize(
    ("view", "status"),
    [(views.bad_request, 400), (views.forbidden, 403), (views.not_found, 404), (views.broken, 500)],
)
def test_each_failure_has_a_page_of_ours_in_french(view, status):
    request = RequestFactory().get("/somewhere/")
    request.user = make.UserFactory()
    request.session = {}

    response = view(request)

    assert response.status_code == status
    assert b'lang="fr"' in response.content


def post_with_a_stale_token(**headers):
    client = Client(enforce_csrf_checks=True)
    client.get("/accounts/login/")
    typed = {
        "csrfmiddlewaretoken": "x" * 64,
        "text": "Une longue réponse",
        "password": "secret-word",
        "password1": "word-of-secret",
    }
    return client.post("/language/", typed, headers=headers)


def test_a_stale_token_gives_back_what_was_typed_with_a_fresh_one():
    response = post_with_a_stale_token(**{"Sec-Fetch-Site": "same-origin"})
    body = response.content.decode()

    assert response.status_code == 403
    assert "Une longue réponse" in body
    assert "x" * 64 not in body
    assert "secret-word" not in body
    assert "word-of-secret" not in body
    assert 'name="csrfmiddlewaretoken"' in body


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none", ""])
def test_a_form_of_another_house_gets_nothing_to_send_on(site):
    response = post_with_a_stale_token(**({"Sec-Fetch-Site": site} if site else {}))

    assert response.status_code == 403
    assert "Une longue réponse" not in response.content.decode()


def test_a_fragment_with_a_stale_token_is_told_so_shortly():
    response = post_with_a_stale_token(**{"HX-Request": "true"})

    assert (response.status_code, response.json()) == (403, {"csrf": "stale"})


def test_a_fresh_token_is_taken():
    client = Client(enforce_csrf_checks=True)
    request = RequestFactory().get("/")
    token = get_token(request)
    client.cookies["csrftoken"] = request.META["CSRF_COOKIE"]

    assert client.post("/language/", {"csrfmiddlewaretoken": token, "language": "en"}).status_code == 302
