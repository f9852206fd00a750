import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.urls import reverse

from accounts.models import User
from core.models import OutboxMail, TrailEntry
from core.outbox import deliver
from tests import factories as make
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


def sign_in_by_password(client, email, password=PASSWORD):
    return client.post(LOGIN, {"login": email, "password": password})


@pytest.mark.parametrize("typed", ["person@example.org", "Person@Example.ORG", "  person@example.org "])
def test_the_address_may_be_typed_in_any_case(typed, client):
    person = make.UserFactory(email="person@example.org")

    response = sign_in_by_password(client, typed)

    assert response["Location"] == "/"
    assert client.session["_auth_user_id"] == str(person.pk)
    assert TrailEntry.objects.get().verb == "signed_in"


@pytest.mark.parametrize("email", ["person@example.org", "nobody@example.org"])
def test_a_wrong_password_says_the_same_whether_or_not_there_is_an_account(email, client):
    make.UserFactory(email="person@example.org")

    response = sign_in_by_password(client, email, "wrong password")

    assert "_auth_user_id" not in client.session
    assert response.context["form"].non_field_errors() == ["L’adresse e-mail ou le mot de passe sont incorrects."]


def test_a_person_without_a_password_signs_in_by_a_mailed_code(client, mailoutbox):
    person = make.UserFactory(email="person@example.org", password="")
    User.objects.filter(pk=person.pk).update(password="!")

    asked = client.post(reverse("account_request_login_code"), {"email": "Person@example.org"})
    mail = OutboxMail.objects.get()
    code = re.search(r"^\s*([A-Z0-9]{3,}(?:-[A-Z0-9]{3,})?)$", mail.text, re.MULTILINE).group(1)
    deliver(mail)
    confirmed = client.post(asked["Location"], {"code": code})

    assert mail.secret
    assert code in mailoutbox[0].body
    assert OutboxMail.objects.get().text == ""
    assert confirmed["Location"] == "/"
    assert client.session["_auth_user_id"] == str(person.pk)


def test_nobody_signs_up_without_an_invitation(client):
    page = client.get("/accounts/signup/")
    client.post("/accounts/signup/", {"email": "a@example.org", "password1": PASSWORD, "password2": PASSWORD})

    assert page.status_code == 200
    assert not User.objects.exists()


def test_attempts_are_limited(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {}
    cache.clear()
    make.UserFactory(email="person@example.org")

    answers = [sign_in_by_password(client, "person@example.org", f"wrong {n}") for n in range(12)]
    right = sign_in_by_password(client, "person@example.org")

    assert right.get("Location") != "/"
    assert "_auth_user_id" not in client.session
    assert any("Trop" in answer.content.decode() for answer in answers)
    cache.clear()


@pytest.mark.parametrize("role", ["administrator", "facilitator"])
@pytest.mark.parametrize("page", ["/", "/projects/", "/preferences/", "/invitations/"])
def test_the_team_sets_a_second_factor_up_before_anything_else(role, page, sign_in):
    client = sign_in(make.UserFactory(role=role, is_example=False))

    assert client.get(page)["Location"] == reverse("mfa_activate_totp")


@pytest.mark.parametrize("traits", [{"administrator": True}, {"facilitator": True}, {}])
def test_examples_and_project_bearers_are_spared_the_second_factor(traits, sign_in):
    assert sign_in(make.UserFactory(**traits)).get("/projects/").status_code == 200


def test_a_second_factor_that_is_set_up_opens_the_pages(sign_in):
    person = make.UserFactory(role="administrator", is_example=False)
    TOTP.activate(person, "JBSWY3DPEHPK3PXP")

    assert sign_in(person).get("/projects/").status_code == 200


def test_signing_in_asks_for_the_second_factor(client):
    person = make.UserFactory(role="administrator", is_example=False)
    TOTP.activate(person, "JBSWY3DPEHPK3PXP")

    response = sign_in_by_password(client, person.email)

    assert response["Location"] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session


def test_demonstration_accounts_are_refused_where_the_demonstration_is_off(client, settings):
    person = make.UserFactory(administrator=True)
    settings.DEMO = False

    sign_in_by_password(client, person.email)

    assert "_auth_user_id" not in client.session


def test_a_mailed_code_does_not_open_a_demonstration_account_either(client, settings):
    person = make.UserFactory(administrator=True)
    settings.DEMO = False
    asked = client.post(reverse("account_request_login_code"), {"email": person.email})
    codes = [mail.text for mail in OutboxMail.objects.all()]
    code = re.search(r"^\s*([A-Z0-9]{3,}(?:-[A-Z0-9]{3,})?)$", codes[0], re.MULTILINE).group(1)

    confirmed = client.post(asked["Location"], {"code": code})

    assert confirmed["Location"] == reverse("account_inactive")
    assert "_auth_user_id" not in client.session


def test_an_open_demonstration_session_ends_where_the_demonstration_is_off(sign_in, settings):
    client = sign_in(make.UserFactory(administrator=True))
    settings.DEMO = False

    assert client.get("/projects/")["Location"].startswith(LOGIN)


def test_a_closed_account_is_out_at_once(sign_in):
    person = make.UserFactory()
    client = sign_in(person)
    User.objects.filter(pk=person.pk).update(is_active=False)

    assert client.get("/projects/")["Location"].startswith(LOGIN)


def test_sessions_are_listed_and_ended(client):
    person = make.UserFactory()
    sign_in_by_password(client, person.email)
    elsewhere = type(client)()
    sign_in_by_password(elsewhere, person.email)
    assert elsewhere.get("/projects/").status_code == 200

    listed = client.get(reverse("usersessions_list"))
    client.post(reverse("usersessions_list"))

    assert listed.status_code == 200
    assert client.get("/projects/").status_code == 200
    assert elsewhere.get("/projects/").status_code == 302
