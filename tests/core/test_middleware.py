"""What holds for every request: a sign-in, private pages out of caches, the language of the person."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from core.middleware import PrivatePagesMiddleware
from tests import factories as make

HTMX = {"HX-Request": "true"}


@pytest.mark.django_db
def test_a_page_asks_for_a_sign_in_and_comes_back_to_the_same_place(client):
    response = client.get("/projects/?q=halle")

    assert response.status_code == 302
    assert response["Location"] == "/accounts/login/?next=/projects/%3Fq%3Dhalle"


@pytest.mark.django_db
def test_a_fragment_gets_401_and_never_a_sign_in_page_in_a_card(client):
    response = client.get("/projects/", headers=HTMX)

    assert response.status_code == 401
    assert "<html" not in response.content.decode()
    assert "/accounts/login/" in response.content.decode()


@pytest.mark.django_db
def test_going_back_in_the_browser_gets_the_sign_in_page(client):
    response = client.get("/projects/", headers=HTMX | {"HX-History-Restore-Request": "true"})

    assert response.status_code == 302


@pytest.mark.django_db
def test_an_unknown_address_is_404_to_anybody(client):
    assert client.get("/nowhere/").status_code == 404


class Person:
    def __init__(self, *, signed_in):
        self.is_authenticated = signed_in


@pytest.mark.parametrize(
    ("signed_in", "own", "expected"),
    [
        (True, None, {"private", "no-store"}),
        (True, "max-age=60", {"max-age=60"}),
        (False, None, set()),
    ],
)
def test_a_private_page_is_kept_by_no_cache(signed_in, own, expected):
    request = RequestFactory().get("/")
    request.user = Person(signed_in=signed_in)
    headers = {"Cache-Control": own} if own else {}
    response = PrivatePagesMiddleware(lambda request: HttpResponse(headers=headers))(request)

    assert set(filter(None, response.get("Cache-Control", "").split(", "))) == expected


@pytest.mark.django_db
def test_a_signed_in_page_says_so_to_every_cache(sign_in):
    response = sign_in(make.UserFactory()).get("/offline/")

    assert set(response["Cache-Control"].split(", ")) == {"private", "no-store"}


@pytest.mark.django_db
def test_every_answer_carries_the_policy_and_the_headers(client):
    response = client.get("/accounts/login/")
    policy = response["Content-Security-Policy"]

    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
